import { element, say } from "../lib/dom.ts";
import { debounce } from "../lib/timing.ts";

interface Item {
  kind: string;
  label: string;
  url: string;
  stories: number;
}

/** Stories, writers and tags that begin with what was typed; choosing one goes there, Enter alone searches. */
export function searchSuggest(box: HTMLElement): () => void {
  const input = box.querySelector<HTMLInputElement>("input")!;
  const list = element("ul", { id: `${input.id}-list`, className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  }))
    input.setAttribute(name, value);
  input.after(list);
  let chosen = -1;
  let asked = 0;

  const options = () => [...list.children] as HTMLElement[];
  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (at: number) => {
    chosen = at;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    input.setAttribute("aria-activedescendant", options()[at]!.id);
    options()[at]!.scrollIntoView({ block: "nearest" });
  };
  const show = (items: Item[]) => {
    list.replaceChildren(
      ...items.map(({ kind, label, url }, at) => {
        const option = element("li", { id: `${list.id}-${at}` }, element("bdi", { textContent: label }), " ", element("small", { textContent: kind }));
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = url;
        return option;
      }),
    );
    chosen = -1;
    if (!items.length) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    say(items.length === 1 ? "One suggestion." : `${items.length} suggestions.`);
  };
  const ask = debounce(() => {
    const mine = ++asked;
    const typed = input.value.trim();
    if (!typed) return close();
    fetch(`${box.dataset.address}?q=${encodeURIComponent(typed)}`)
      .then((answer) => (answer.ok ? answer.json() : { items: [] }))
      .then(({ items }: { items: Item[] }) => {
        if (mine === asked && document.activeElement === input) show(items);
      })
      .catch(close);
  }, 150);
  const key = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const open = !list.hidden;
    const count = options().length;
    if (event.key === "ArrowDown" && open) mark((chosen + 1) % count);
    else if (event.key === "ArrowUp" && open) mark(chosen <= 0 ? count - 1 : chosen - 1);
    else if (event.key === "ArrowDown") return ask();
    else if (event.key === "Enter" && open && chosen >= 0) location.assign(options()[chosen]!.dataset.url!);
    else if (event.key === "Escape" && open) close();
    else return;
    event.preventDefault();
  };
  const pick = (event: Event) => {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    event.preventDefault();
    if (option) location.assign(option.dataset.url!);
  };
  const leave = () => {
    ask.cancel();
    asked++;
    close();
  };
  input.addEventListener("input", ask);
  input.addEventListener("keydown", key);
  input.addEventListener("blur", leave);
  list.addEventListener("pointerdown", pick);
  return leave;
}
