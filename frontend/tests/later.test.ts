import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { askForLater, hasReached, noteFarthest } from "../lib/later.ts";

const memory = new Map<string, string>();
Object.assign(globalThis, {
  localStorage: { getItem: (key: string) => memory.get(key) ?? null, setItem: (key: string, value: string) => memory.set(key, value) },
});
const later = { story: 7, number: 3, begins: 0.4 };

beforeEach(() => memory.clear());

test("a telling that comes later is reached by having been there", () => {
  assert.equal(hasReached(later), false);
  noteFarthest(7, 3, 0.3);
  assert.equal(hasReached(later), false);
  noteFarthest(7, 3, 0.5);
  assert.equal(hasReached(later), true);
});

test("reading back forgets nothing, and another story says nothing", () => {
  noteFarthest(8, 9, 1);
  assert.equal(hasReached(later), false);
  noteFarthest(7, 4, 0);
  noteFarthest(7, 1, 1);
  assert.equal(hasReached(later), true);
});

test("whoever asks is offered all of that story, until they do not", () => {
  askForLater(7, true);
  assert.deepEqual([hasReached(later), hasReached({ ...later, story: 8 })], [true, false]);
  askForLater(7, false);
  assert.equal(hasReached(later), false);
});
