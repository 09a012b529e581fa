import { send, signedIn } from "../lib/account.ts";
import { keep } from "../lib/storage.ts";
import { debounce } from "../lib/timing.ts";

const BEGINNING: Record<string, string> = {
  paper: "auto",
  font: "literata",
  size: "100",
  leading: "160",
  width: "normal",
  justify: "no",
  hyphenate: "no",
  paragraphs: "indented",
};

/** The sheet with paper and letters: every choice shows at once, and is kept here or with the account. */
export function readingControls(form: HTMLElement): void | (() => void) {
  if (!(form instanceof HTMLFormElement)) return;
  const page = document.documentElement.dataset;
  const save = debounce(() => void send("PUT", "/api/v1/me/settings", chosen(form)), 600);

  const show = (settings: Record<string, string>) => {
    for (const [name, value] of Object.entries(settings)) {
      if (value === BEGINNING[name]) delete page[name];
      else page[name] = value;
    }
    keep("reading", settings);
    if (signedIn()) save();
  };
  const changed = () => show(chosen(form));
  const begin = (event: Event) => {
    event.preventDefault();
    fill(form, {});
    changed();
  };
  const stay = (event: Event) => event.preventDefault();
  const leave = () => save.now();

  fill(form, page);
  form.addEventListener("input", changed);
  form.addEventListener("reset", begin);
  form.addEventListener("submit", stay);
  addEventListener("pagehide", leave);
  return () => removeEventListener("pagehide", leave);
}

function chosen(form: HTMLFormElement): Record<string, string> {
  const given = new FormData(form);
  return Object.fromEntries(Object.entries(BEGINNING).map(([name, first]) => [name, String(given.get(name) ?? first)]));
}

function fill(form: HTMLFormElement, from: DOMStringMap): void {
  for (const [name, first] of Object.entries(BEGINNING)) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList || field instanceof HTMLSelectElement) field.value = from[name] ?? first;
  }
}
