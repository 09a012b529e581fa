import { element, say } from "./dom.ts";
import { debounce } from "./timing.ts";

/** One line of a list of suggestions: what it says, what stands smaller beside it, what taking it gives. */
export interface Offer {
  label: string;
  beside: string;
  value: string;
}

export interface Field {
  name: string;
  address: string;
  /** What is being typed; nothing is asked while it is empty. */
  word: () => string;
  offers: (items: never[]) => Offer[];
  take: (value: string) => void;
}

/** The combobox of the ARIA authoring practices: offers under a field while somebody types. Nothing is chosen by itself. */
export function suggestions(input: HTMLInputElement, field: Field): () => void {
  const list = element("ul", { id: `${input.id}-list`, className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.name);
  const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(combobox)) input.setAttribute(name, value);
  input.autocomplete = "off";
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
    const option = options()[at]!;
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const take = (option: HTMLElement) => {
    field.take(option.dataset.value!);
    close();
  };
  const show = (offers: Offer[]) => {
    list.replaceChildren(
      ...offers.map(({ label, beside, value }, at) => {
        const option = element("li", { id: `${list.id}-${at}` }, element("bdi", { textContent: label }), " ", element("small", { textContent: beside }));
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.value = value;
        return option;
      }),
    );
    if (!offers.length) return close();
    chosen = -1;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    say(offers.length === 1 ? "One suggestion." : `${offers.length} suggestions.`);
  };
  const ask = debounce(() => {
    const mine = ++asked;
    const word = field.word();
    if (!word) return close();
    fetch(`${field.address}?q=${encodeURIComponent(word)}`)
      .then((answer) => (answer.ok ? answer.json() : { items: [] }))
      .then(({ items }: { items: never[] }) => {
        if (mine === asked && document.activeElement === input) show(field.offers(items));
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
    else if (event.key === "Enter" && open && chosen >= 0) take(options()[chosen]!);
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
