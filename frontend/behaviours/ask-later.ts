import { askForLater, asksForLater } from "../lib/later.ts";

/** A box for those who do not mind: tellings that come later are offered at once, in this browser. */
export function askLater(box: HTMLElement): void {
  if (!(box instanceof HTMLInputElement)) return;
  const story = Number(box.dataset.story);
  box.checked = asksForLater(story);
  box.addEventListener("change", () => askForLater(story, box.checked));
}
