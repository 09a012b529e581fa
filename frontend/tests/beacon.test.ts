import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { beacon } from "../../src/inkstead/web/scripts/beacon.js";

// As much of a browser as the beacon looks at.
let listeners: Record<string, () => void>;
let sent: { reached: number; seconds: number; block: string; source: string }[];
let stop: () => void;
let start: () => void;
const page = { scrollY: 0, innerHeight: 800, visibilityState: "visible", top: 200, height: 4000, referrer: "" };

beforeEach(() => {
  Object.assign(page, { scrollY: 0, visibilityState: "visible", top: 200, referrer: "" });
  listeners = {};
  sent = [];
  mock.timers.enable({ apis: ["setInterval"] });
  const listen = (name: string, act: () => void) => void (listeners[name] = act);
  const forget = (name: string) => void delete listeners[name];
  Object.assign(globalThis, {
    window: page,
    location: { host: "ink.example" },
    document: {
      addEventListener: listen,
      removeEventListener: forget,
      get referrer() {
        return page.referrer;
      },
      get visibilityState() {
        return page.visibilityState;
      },
    },
    addEventListener: listen,
    removeEventListener: forget,
    fetch: async (_: string, { body }: { body: string }) => void sent.push(JSON.parse(body)),
  });
  const at = (y: number) => () => ({ top: page.top - page.scrollY + y, height: page.height });
  const children = [0, 1000, 2000, 3000].map((y) => ({ id: `b-${y}`, getBoundingClientRect: at(y) }));
  const prose = { getBoundingClientRect: at(0), children };
  start = () => (stop = beacon({ dataset: { part: "7" }, querySelector: () => prose } as unknown as HTMLElement));
  start();
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

test("it tells the last block that came into view, farthest down", () => {
  scrollTo(300);
  scrollTo(1700);
  scrollTo(0);
  listeners.pagehide?.();
  assert.deepEqual(sent.map((told) => told.block), ["b-0", "b-2000"]);
});

test("it tells the host of another site, and of this one only what kind of page it was", () => {
  for (const [referrer, source] of [
    ["https://news.example/secret/path?q=1", "news.example"],
    ["https://ink.example/tag/sea/", "/tag"],
    ["https://ink.example/", "/"],
    ["", ""],
  ] as const) {
    page.referrer = referrer;
    scrollTo(0);
    stop();
    start();
    scrollTo(300);
    assert.equal(sent.at(-1)?.source, source);
  }
});

test("nothing is left running when the part goes away", () => {
  stop();
  assert.deepEqual(listeners, {});
});
