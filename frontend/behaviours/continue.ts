import { element } from "../lib/dom.ts";
import { keptPlace, latestPlaces, placeUrl } from "../lib/places.ts";

/** For a reader without an account: the first page shows the last few stories, a story's button leads back to its place. */
export function continueReading(shown: HTMLElement): void {
  if (shown instanceof HTMLAnchorElement) {
    const place = keptPlace(Number(shown.dataset.story));
    if (!place) return;
    shown.href = placeUrl(place);
    shown.textContent = `Continue: ${place.title}`;
    return;
  }
  const list = shown.querySelector("ul");
  const places = latestPlaces(4);
  if (!list || places.length === 0) return;
  list.append(
    ...places.map((place) =>
      element(
        "li",
        {},
        element(
          "a",
          { href: placeUrl(place) },
          element("strong", { dir: "auto", textContent: place.storyTitle }),
          " ",
          element("span", { className: "muted", dir: "auto", textContent: place.title }),
        ),
      ),
    ),
  );
  shown.hidden = false;
}
