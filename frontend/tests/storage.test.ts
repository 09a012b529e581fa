import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { keep, kept } from "../lib/storage.ts";

const pretend = (storage: Partial<Storage>) => Object.assign(globalThis, { localStorage: storage });
afterEach(() => Reflect.deleteProperty(globalThis, "localStorage"));

test("what was kept comes back", () => {
  const cells = new Map<string, string>();
  pretend({ getItem: (name) => cells.get(name) ?? null, setItem: (name, value) => void cells.set(name, value) });
  keep("reading", { paper: "sepia" });
  assert.deepEqual(kept("reading", {}), { paper: "sepia" });
  assert.deepEqual([...cells.keys()], ["inkstead:reading"]);
});

test("spoilt or forbidden storage is a first visit", () => {
  pretend({ getItem: () => "{not json" });
  assert.equal(kept("places", "nothing"), "nothing");
  pretend({
    getItem: () => {
      throw new DOMException("forbidden");
    },
    setItem: () => {
      throw new DOMException("full");
    },
  });
  assert.equal(kept("places", "nothing"), "nothing");
  assert.doesNotThrow(() => keep("places", {}));
});
