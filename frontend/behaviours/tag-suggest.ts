import { element, say } from "../lib/dom.ts";
import { debounce } from "../lib/timing.ts";

interface Item {
  name: string;
  stories: number;
}

/** Suggestions for the tag at the cursor of a field that holds several: the combobox of the ARIA authoring practices. */
export function tagSuggest(box: HTMLElement): () => void {
  const input = box.querySelector<HTMLInputElement>("input")!;
  const list = element("ul", { id: `${input.id}-list`, className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggested tags");
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
    autocomplete: "off",
  }))
    input.setAttribute(name, value);
  input.after(list);
  let chosen = -1;
  let asked = 0;

  /** Where the tag at the cursor begins and ends; commas of other scripts divide too. */
  const bounds = (): [number, number] => {
    const at = input.selectionStart ?? input.value.length;
    const start = Math.max(...[..."،、，;,"].map((comma) => input.value.lastIndexOf(comma, at - 1))) + 1;
    const rest = input.value.slice(at).search(/[،、，;,]/);
    return [start, rest < 0 ? input.value.length : at + rest];
  };
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
    const option = options()[at];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const take = (option: HTMLElement) => {
    const [start, end] = bounds();
    const before = input.value.slice(0, start) + (start > 0 ? " " : "") + option.dataset.name + ", ";
    input.value = before + input.value.slice(end).replace(/^[،、，;,]\s*/, "");
    input.setSelectionRange(before.length, before.length);
    close();
    say(`${option.dataset.name} is added.`);
  };
  const show = (items: Item[]) => {
    const others = new Set(input.value.split(/[،、，;,]/).map((tag) => tag.trim().toLowerCase()));
    const fresh = items.filter((item) => !others.has(item.name.toLowerCase()));
    list.replaceChildren(
      ...fresh.map(({ name, stories }, at) => {
        const number = stories ? `${stories} ${stories === 1 ? "story" : "stories"}` : "yours";
        const option = element("li", { id: `${list.id}-${at}` }, element("span", { textContent: name, dir: "auto" }), " ", element("small", { textContent: number }));
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.name = name;
        return option;
      }),
    );
    if (!fresh.length) return close();
    chosen = -1;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    say(fresh.length === 1 ? "One suggestion." : `${fresh.length} suggestions.`);
  };
  const ask = debounce(() => {
    const mine = ++asked;
    const [start, end] = bounds();
    const word = input.value.slice(start, end).trim();
    if (!word) return close();
    fetch(`${box.dataset.address}?q=${encodeURIComponent(word)}`)
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
    else if (event.key === "Enter" && open && chosen >= 0) take(options()[chosen] as HTMLElement);
    else if (event.key === "Escape" && open) close();
    else return;
    event.preventDefault();
  };
  const pick = (event: Event) => {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    event.preventDefault(); // the field keeps the focus
    if (option) take(option);
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
