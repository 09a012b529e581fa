import assert from "node:assert/strict";
import { test } from "node:test";
import { applied, changesBetween } from "../../editor/saving/changes.ts";

const block = (name: string, text = name) => `<p id="b-${name}">${text}</p>`;
const text = (...names: string[]) => names.map((name) => block(name));

test("nothing changed is no change", () => {
  assert.deepEqual(changesBetween(text("a", "b"), text("a", "b")), []);
});

test("a mended word is one block", () => {
  assert.deepEqual(changesBetween(text("a", "b", "c"), [block("a"), block("b", "new"), block("c")]), [
    { after: "b-a", remove: ["b-b"], insert: [block("b", "new")] },
  ]);
});

test("changes far apart leave out what lies between them", () => {
  const names = Array.from({ length: 4_000 }, (_, at) => `n${at}`);
  const before = text(...names);
  const after = [block("n0", "first"), ...before.slice(1, -1), block("n3999", "last")];
  const changes = changesBetween(before, after);
  assert.equal(changes.length, 2);
  assert.ok(JSON.stringify(changes).length < 300);
});

test("whatever is done, the changes lead from one text to the other", () => {
  let seed = 7;
  const pick = (most: number) => (seed = (seed * 48271) % 2147483647) % most;
  let before = text("a", "b", "c", "d", "e");
  for (let round = 0; round < 2_000; round++) {
    const after = [...before];
    for (let step = pick(4); step >= 0; step--) {
      const at = pick(after.length + 1);
      if (pick(3) === 0) after.splice(at, 0, block(`n${round}x${step}`));
      else if (pick(2) === 0) after.splice(at, 1 + pick(3));
      else if (after.length) after.splice(pick(after.length), 0, ...after.splice(Math.min(at, after.length - 1), 1));
    }
    const changes = changesBetween(before, after);
    assert.deepEqual(applied(before, changes), after);
    before = after;
  }
});

test("changes of another text cannot be applied", () => {
  assert.equal(applied(text("a"), [{ after: "b-z", remove: [], insert: [] }]), null);
  assert.equal(applied(text("a"), [{ after: "", remove: ["b-z"], insert: [] }]), null);
});
