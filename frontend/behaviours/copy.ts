import { say } from "../lib/dom.ts";

/** A button that copies the field named by `data-copies`. */
export function copy(button: HTMLElement): () => void {
  const act = async () => {
    const field = document.getElementById(button.dataset.copies ?? "");
    if (!(field instanceof HTMLInputElement)) return;
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Copied";
      say("Copied");
    } catch {
      say("Press Ctrl and C to copy"); // it is selected
    }
  };
  button.addEventListener("click", act);
  return () => button.removeEventListener("click", act);
}
