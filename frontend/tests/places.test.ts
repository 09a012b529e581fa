import assert from "node:assert/strict";
import { test } from "node:test";
import { noteFarthest } from "../lib/later.ts";
import { forgetPlace, keepPlace, keptPlaces, type Place, placeUrl, withPlace } from "../lib/places.ts";

const place = (story: number, at: string): Place => ({
  story,
  at,
  part: story * 10,
  block: "b-00000001",
  reached: 0.5,
  url: `/part/${story}-x/`,
  title: "x",
  storyTitle: "X",
});

test("a newer place in the same story replaces the older one", () => {
  const kept = withPlace({ 1: place(1, "2026-01-01T00:00:00Z") }, place(1, "2026-01-02T00:00:00Z"));
  assert.deepEqual(Object.keys(kept), ["1"]);
  assert.equal(kept[1]?.at, "2026-01-02T00:00:00Z");
});

test("only the latest two hundred stories are kept", () => {
  let kept: Record<string, Place> = {};
  for (let story = 1; story <= 205; story += 1) {
    kept = withPlace(kept, place(story, new Date(Date.UTC(2026, 0, 1, 0, story)).toISOString()));
  }
  assert.equal(Object.keys(kept).length, 200);
  assert.equal(kept[5], undefined);
  assert.equal(kept[205]?.story, 205);
});

test("a place leads to its block, or to the top of its part", () => {
  assert.equal(placeUrl({ url: "/part/1-x/", block: "b-00000001" }), "/part/1-x/#b-00000001");
  assert.equal(placeUrl({ url: "/part/1-x/", block: "" }), "/part/1-x/");
});

test("what is forgotten is forgotten here: one part with how far one came in its story, or everything", () => {
  const held: Record<string, string> = {};
  const storage: Partial<Storage> = {
    getItem: (name: string) => held[name] ?? null,
    setItem: (name: string, value: string) => {
      held[name] = value;
    },
  };
  Object.assign(globalThis, { localStorage: storage });
  const farthest = () => Object.keys(JSON.parse(held["inkstead:farthest"] ?? "{}") as object);
  for (const story of [1, 2, 3]) {
    keepPlace(place(story, "2026-01-01T00:00:00Z"));
    noteFarthest(story, 4, 0.5);
  }
  forgetPlace(20);
  assert.deepEqual([Object.keys(keptPlaces()), farthest()], [["1", "3"], ["1", "3"]]);
  forgetPlace(77);
  assert.deepEqual([Object.keys(keptPlaces()), farthest()], [["1", "3"], ["1", "3"]]);
  forgetPlace();
  assert.deepEqual([Object.keys(keptPlaces()), farthest()], [[], []]);
});
