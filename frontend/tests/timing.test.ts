import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { debounce } from "../lib/timing.ts";

test("many calls become one, once it is quiet", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const act = mock.fn();
  const soon = debounce(act, 100);
  soon();
  mock.timers.tick(60);
  soon();
  mock.timers.tick(60);
  assert.equal(act.mock.callCount(), 0);
  mock.timers.tick(60);
  assert.equal(act.mock.callCount(), 1);
  mock.timers.reset();
});

test("now() does what waits, and nothing when nothing waits", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const act = mock.fn();
  const soon = debounce(act, 100);
  soon.now();
  assert.equal(act.mock.callCount(), 0);
  soon();
  soon.now();
  mock.timers.tick(500);
  assert.equal(act.mock.callCount(), 1);
  mock.timers.reset();
});

test("cancel() forgets", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const act = mock.fn();
  const soon = debounce(act, 100);
  soon();
  soon.cancel();
  mock.timers.tick(500);
  assert.equal(act.mock.callCount(), 0);
  mock.timers.reset();
});
