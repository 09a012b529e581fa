import { say } from "../lib/dom.ts";
import { suggestions } from "../lib/suggestions.ts";

interface Item {
  name: string;
  stories: number;
  kind: string;
  stands_for: string;
}

const COMMA = /[،、，;,]/;

/** Suggestions for a tag: the one at the cursor of a field that holds several, or (`data-one`) all that the field holds.
 *  A spelling shows for what it stands, and that is what is taken. */
export function tagSuggest(box: HTMLElement): () => void {
  const input = box.querySelector<HTMLInputElement>("input")!;
  const single = "one" in box.dataset;

  /** Where the tag at the cursor begins and ends; commas of other scripts divide too. */
  const bounds = (): [number, number] => {
    if (single) return [0, input.value.length];
    const at = input.selectionStart ?? input.value.length;
    const start = Math.max(...[..."،、，;,"].map((comma) => input.value.lastIndexOf(comma, at - 1))) + 1;
    const rest = input.value.slice(at).search(COMMA);
    return [start, rest < 0 ? input.value.length : at + rest];
  };
  const offers = (items: Item[]) => {
    const others = new Set(single ? [] : input.value.split(COMMA).map((tag) => tag.trim().toLowerCase()));
    const fresh = items.filter((item) => !others.has((item.stands_for || item.name).toLowerCase()));
    return fresh.map(({ name, stories, kind, stands_for }) => ({
      label: stands_for ? `${name} → ${stands_for}` : name,
      beside: [kind, stories ? `${stories} ${stories === 1 ? "story" : "stories"}` : single ? "" : "yours"].filter(Boolean).join(", "),
      value: stands_for || name,
    }));
  };
  const take = (name: string) => {
    if (single) input.value = name;
    else {
      const [start, end] = bounds();
      const before = input.value.slice(0, start) + (start > 0 ? " " : "") + name + ", ";
      input.value = before + input.value.slice(end).replace(/^[،、，;,]\s*/, "");
      input.setSelectionRange(before.length, before.length);
    }
    say(`${name} is added.`);
  };
  return suggestions(input, {
    name: "Suggested tags",
    address: box.dataset.address!,
    word: () => input.value.slice(...bounds()).trim(),
    offers,
    take,
  });
}
