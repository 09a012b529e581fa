import { send } from "./account.ts";
import { forgetFarthest } from "./later.ts";
import { keep, kept } from "./storage.ts";

/** Where a reader is in a story. `at` is an ISO date; the newest one wins wherever two meet. */
export interface Place {
  part: number;
  block: string;
  reached: number;
  at: string;
  url: string;
  title: string;
  story: number;
  storyTitle: string;
  sent?: boolean;
  position?: number; // of the part, in its story's order
}

const MOST = 200;

export function keptPlaces(): Record<string, Place> {
  return kept<Record<string, Place>>("places", {});
}

export function keptPlace(story: number): Place | undefined {
  return keptPlaces()[story];
}

export function keepPlace(place: Place): void {
  keep("places", withPlace(keptPlaces(), place));
}

export function withPlace(places: Record<string, Place>, place: Place): Record<string, Place> {
  const all: Record<string, Place> = { ...places, [place.story]: place };
  const newest = Object.values(all).sort((a, b) => b.at.localeCompare(a.at));
  return Object.fromEntries(newest.slice(0, MOST).map((each) => [each.story, each]));
}

/** That somebody was ever in a part, or anywhere. How far they came in a story goes with their place in it. */
export function forgetPlace(part?: number): void {
  const stays = ([, place]: [string, Place]) => part !== undefined && place.part !== part;
  const places = Object.fromEntries(Object.entries(keptPlaces()).filter(stays));
  const gone = Object.keys(keptPlaces()).filter((story) => !(story in places));
  keep("places", places);
  forgetFarthest(part === undefined ? undefined : gone.map(Number));
}

export function latestPlaces(count: number): Place[] {
  return Object.values(keptPlaces())
    .sort((a, b) => b.at.localeCompare(a.at))
    .slice(0, count);
}

/** The address that opens a part where its reader stopped. */
export function placeUrl(place: Pick<Place, "url" | "block">): string {
  return place.block ? `${place.url}#${place.block}` : place.url;
}

export function sendPlace({ story, part, block, reached, at }: Place): Promise<boolean> {
  return send("PUT", `/api/v1/me/places/${story}`, { part, block, reached, at });
}
