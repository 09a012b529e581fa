import { keptPlace } from "./places.ts";
import { keep, kept } from "./storage.ts";

/** Whether a guest may be offered a telling that comes later: they were there, or asked for all of this story. */
export interface Later {
  story: number;
  number: number;
  part: number;
  begins: number;
}

export function asksForLater(story: number): boolean {
  return kept<number[]>("later-tellings", []).includes(story);
}

export function askForLater(story: number, wanted: boolean): void {
  const others = kept<number[]>("later-tellings", []).filter((each) => each !== story);
  keep("later-tellings", wanted ? [...others, story].slice(-200) : others);
}

/** `here` is the number of the part that is open: whoever reads a later part has passed what lies before it. */
export function hasReached(later: Later, here: number): boolean {
  if (asksForLater(later.story) || here > later.number) return true;
  const place = keptPlace(later.story);
  if (!place) return false;
  if (place.part === later.part) return place.reached >= later.begins;
  return (place.number ?? 0) > later.number;
}
