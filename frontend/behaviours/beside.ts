import { say } from "../lib/dom.ts";

/** Links with `data-beside` open the form of the page they lead to in place, under the passage they stand at. */
export function beside(text: HTMLElement): () => void {
  let open: HTMLElement | null = null;

  const close = () => {
    const link = open?.closest(".passage")?.querySelector<HTMLElement>("[data-beside]");
    open?.remove();
    open = null;
    link?.focus();
  };
  const bring = async (link: HTMLAnchorElement) => {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector<HTMLFormElement>(".suggest-form, .note-form");
    if (!answer.ok || answer.redirected || !form) return location.assign(link.href);
    open?.remove();
    open = document.importNode(form, true);
    open.lang = "en";
    open.classList.add("passage-form");
    link.closest(".passage-tools")?.after(open);
    open.querySelector<HTMLElement>("textarea")?.focus();
    say(page.querySelector("h1")?.textContent ?? "");
  };
  const click = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("[data-cancel]")) {
      event.preventDefault();
      close();
      return;
    }
    const link = event.target.closest<HTMLAnchorElement>("a[data-beside]");
    if (!link) return;
    event.preventDefault();
    bring(link).catch(() => location.assign(link.href));
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open?.contains(event.target as Node)) return;
    const typed = [...open.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
    if (!typed) close();
  };
  text.addEventListener("click", click);
  text.addEventListener("keydown", key);
  return () => {
    text.removeEventListener("click", click);
    text.removeEventListener("keydown", key);
  };
}
