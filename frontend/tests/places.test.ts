import assert from "node:assert/strict";
import { test } from "node:test";
import { type Place, placeUrl, withPlace } from "../lib/places.ts";

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
