import { keptPlace } from "./places.ts";

/** A guest's browser knows how far they have read: remarks of those who knew no more stand open. */
export function unfold(within: ParentNode, story: number): void {
  const position = keptPlace(story)?.position ?? 0;
  for (const details of within.querySelectorAll<HTMLDetailsElement>("details[data-ahead]")) {
    if (position >= Number(details.dataset.ahead)) details.open = true;
  }
}
