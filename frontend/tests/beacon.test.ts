import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { beacon } from "../../src/inkstead/web/scripts/beacon.js";

// As much of a browser as the beacon looks at.
let listeners: Record<string, () => void>;
let sent: { reached: number; seconds: number }[];
let stop: () => void;
const page = { scrollY: 0, innerHeight: 800, visibilityState: "visible", top: 200, height: 4000 };

beforeEach(() => {
  Object.assign(page, { scrollY: 0, visibilityState: "visible", top: 200 });
  listeners = {};
  sent = [];
  mock.timers.enable({ apis: ["setInterval"] });
  const listen = (name: string, act: () => void) => void (listeners[name] = act);
  const forget = (name: string) => void delete listeners[name];
  Object.assign(globalThis, {
    window: page,
    document: {
      addEventListener: listen,
      removeEventListener: forget,
      get visibilityState() {
        return page.visibilityState;
      },
    },
    addEventListener: listen,
    removeEventListener: forget,
    fetch: async (_: string, { body }: { body: string }) => void sent.push(JSON.parse(body)),
  });
  const prose = { getBoundingClientRect: () => ({ top: page.top - page.scrollY, height: page.height }) };
  stop = beacon({ dataset: { part: "7" }, querySelector: () => prose } as unknown as HTMLElement);
});
afterEach(() => {
  stop();
  mock.timers.reset();
});

const scrollTo = (y: number) => {
  page.scrollY = y;
  listeners.scroll?.();
};

test("a glance is not a read", () => {
  mock.timers.tick(9000);
  scrollTo(40);
  listeners.pagehide?.();
  assert.deepEqual(sent, []);
});

test("scrolling by a real amount is a read", () => {
  scrollTo(300);
  assert.equal(sent.length, 1);
});

test("ten seconds in view are a read, ten seconds in the background are not", () => {
  page.visibilityState = "hidden";
  mock.timers.tick(20000);
  assert.equal(sent.length, 0);
  page.visibilityState = "visible";
  mock.timers.tick(10000);
  assert.equal(sent.length, 1);
  assert.equal(sent[0]?.seconds, 10);
});

test("leaving tells once more how far the reader came, and never less than before", () => {
  scrollTo(300);
  scrollTo(3400);
  scrollTo(0);
  listeners.pagehide?.();
  listeners.pagehide?.();
  assert.equal(sent.length, 2);
  assert.equal(sent[1]?.reached, 1);
});

test("nothing is left running when the part goes away", () => {
  stop();
  assert.deepEqual(listeners, {});
});
