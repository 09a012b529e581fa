import { element } from "./dom.ts";

/** The other telling of a scene: its blocks, and which of ours stand level with which of theirs. */
export interface OtherTelling {
  blocks: HTMLElement[];
  pairs: [ours: string, theirs: string][];
}

/** From the page that shows both. `block` and `part` say which of the two is ours. */
export function readOther(page: Document, part: string, block: string): OtherTelling | undefined {
  const both = page.querySelector<HTMLElement>(".sides-text");
  if (!both) return undefined;
  const ours = both.dataset.one === block && both.dataset.onePart === part ? "one" : "other";
  const theirs = ours === "one" ? "other" : "one";
  const blocks = [...both.querySelectorAll<HTMLElement>(`[data-side="${theirs}"] > [id]`)];
  const pairs = [...both.querySelectorAll<HTMLElement>("[data-one-block]")].map((level): [string, string] => [
    level.dataset[`${ours}Block`] ?? "",
    `${theirs}-${level.dataset[`${theirs}Block`] ?? ""}`,
  ]);
  return { blocks, pairs };
}

/** The elements from the one with this id to the one with that id, both included. */
export function stretch(first: string, last: string): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let at = document.getElementById(first); at; at = at.nextElementSibling as HTMLElement | null) {
    if (!at.matches(".telling, .telling-turned")) found.push(at);
    if (at.id === last) return found;
  }
  return found;
}

/** Of these the one nearest to where somebody reads, if any of them is on the screen. */
export function nearest(ids: readonly string[], line = innerHeight / 3): HTMLElement | undefined {
  const away = (one: HTMLElement) => Math.abs(one.getBoundingClientRect().top - line);
  const seen = ids
    .map((id) => document.getElementById(id))
    .filter((one): one is HTMLElement => one !== null && onScreen(one))
    .sort((one, other) => away(one) - away(other));
  return seen[0];
}

function onScreen(one: HTMLElement): boolean {
  const box = one.getBoundingClientRect();
  return box.height > 0 && box.bottom > 0 && box.top < innerHeight;
}

/** Does something to the page and puts `after()` where `before` stood, so that the eye finds its line again. */
export function keepingLine(before: HTMLElement, change: () => void, after: () => HTMLElement | null): void {
  const top = before.getBoundingClientRect().top;
  document.documentElement.classList.add("is-turning");
  change();
  const now = after()?.getBoundingClientRect().top ?? top;
  scrollBy({ top: now - top, behavior: "instant" });
  document.documentElement.classList.remove("is-turning");
}

export function turned(blocks: readonly HTMLElement[], direction: string): HTMLElement {
  return element("section", { className: "telling-turned", dir: direction }, ...blocks.map((each) => each.cloneNode(true)));
}
