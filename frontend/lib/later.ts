import { keep, kept } from "./storage.ts";

/** Whether somebody may be offered a telling that comes later: they were there, or asked for all of this story. */
export interface Later {
  story: number;
  number: number;
  begins: number;
}

/** How far a guest ever came in a story: a place says only where they are, and reading back must not forget. */
interface Farthest {
  number: number;
  reached: number;
}

const MOST = 200;

export function asksForLater(story: number): boolean {
  return kept<number[]>("later-tellings", []).includes(story);
}

export function askForLater(story: number, wanted: boolean): void {
  const others = kept<number[]>("later-tellings", []).filter((each) => each !== story);
  keep("later-tellings", wanted ? [...others, story].slice(-MOST) : others);
}

export function noteFarthest(story: number, number: number, reached: number): void {
  const all = kept<Record<string, Farthest>>("farthest", {});
  const known = all[story];
  if (known && (known.number > number || (known.number === number && known.reached >= reached))) return;
  const { [story]: _, ...others } = all;
  keep("farthest", { ...Object.fromEntries(Object.entries(others).slice(-MOST + 1)), [story]: { number, reached } });
}

/** In these stories; in all of them when they are left out. */
export function forgetFarthest(stories?: number[]): void {
  const all = Object.entries(kept<Record<string, Farthest>>("farthest", {}));
  keep("farthest", Object.fromEntries(all.filter(([story]) => stories !== undefined && !stories.includes(Number(story)))));
}

export function hasReached(later: Later): boolean {
  const known = kept<Record<string, Farthest>>("farthest", {})[later.story];
  if (asksForLater(later.story)) return true;
  return known !== undefined && (known.number > later.number || (known.number === later.number && known.reached >= later.begins));
}
