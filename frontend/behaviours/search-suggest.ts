import { suggestions } from "../lib/suggestions.ts";

interface Item {
  kind: string;
  label: string;
  url: string;
}

/** Stories, writers and tags that begin with what was typed; choosing one goes there, Enter alone searches. */
export function searchSuggest(box: HTMLElement): () => void {
  const input = box.querySelector<HTMLInputElement>("input")!;
  return suggestions(input, {
    name: "Suggestions",
    address: box.dataset.address!,
    word: () => input.value.trim(),
    offers: (items: Item[]) => items.map(({ kind, label, url }) => ({ label, beside: kind, value: url })),
    take: (url) => location.assign(url),
  });
}
