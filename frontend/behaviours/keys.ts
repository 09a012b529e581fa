import { isTyping } from "../lib/dom.ts";

/** One key each for the few things a reader does. Never while somebody types, never together with Ctrl, Alt or Meta. */
export function keys(page: HTMLElement): () => void {
  const follow = (step: string) => page.querySelector<HTMLAnchorElement>(`a[data-step="${step}"]`)?.click();
  const sheet = (id: string) => {
    const found = document.getElementById(id);
    if (!found?.popover || !found.togglePopover()) return;
    // Whoever opened it by a key goes on by keys, inside it; Esc leads back.
    (found.querySelector<HTMLElement>("input:checked") ?? found.querySelector<HTMLElement>("button"))?.focus();
  };
  const comments = () => {
    const found = document.getElementById("comments");
    found?.scrollIntoView();
    (found?.querySelector<HTMLElement>("textarea") ?? found?.querySelector<HTMLElement>("a"))?.focus({ preventScroll: true });
  };
  const sheets: Record<string, string> = { t: "contents", s: "reading-settings", "?": "keys" };
  const acts: Record<string, () => void> = {
    n: () => follow("next"),
    j: () => follow("next"),
    p: () => follow("previous"),
    k: () => follow("previous"),
    t: () => sheet("contents"),
    s: () => sheet("reading-settings"),
    c: comments,
    m: () => document.dispatchEvent(new Event("inkstead:margin")),
    "?": () => sheet("keys"),
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isTyping(event.target)) return;
    const act = acts[event.key];
    // A sheet has what is behind it at rest: one key may close it, and no other leads away from it.
    const open = document.querySelector(".sheet:popover-open")?.id;
    if (!act || (open && open !== sheets[event.key])) return;
    event.preventDefault();
    act();
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}
