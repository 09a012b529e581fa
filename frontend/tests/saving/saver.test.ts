import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import type { Kept, Unsent } from "../../editor/saving/record.ts";
import { Saver, type Page } from "../../editor/saving/saver.ts";
import { understood, type Answer } from "../../editor/saving/server.ts";
import { newest, type Store } from "../../editor/saving/store.ts";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 }));
afterEach(() => mock.timers.reset());

/** A text area, a browser's store and a server, each with what it has. */
function desk(answers: () => Answer | null) {
  const it = { typed: "", has: "", revision: 1, sent: [] as Unsent[], kept: new Map<string, Kept>(), refusesToKeep: false, wrong: {} };
  const page: Page = {
    place: () => "part:1",
    writer: "1",
    title: () => "",
    key: () => undefined,
    take: () => {
      const text = it.typed;
      return {
        said: { text },
        fields: {},
        was: {},
        isNothing: text === it.has,
        accept: (_: string[][], wrong: object) => {
          it.has = text;
          it.wrong = wrong;
        },
      };
    },
    loseTrack: () => undefined,
    put: async (unsent) => {
      it.sent.push(unsent);
      return answers() ?? { kind: "saved", revision: ++it.revision, rest: "", part: 1, url: "", ids: [] };
    },
    saved: () => undefined,
  };
  const store: Store = {
    put: async (kept) => !it.refusesToKeep && Boolean(it.kept.set(kept.id, kept)),
    putNow: (kept) => Boolean(it.kept.set(kept.id, kept)),
    all: async () => [...it.kept.values()],
    remove: async (id) => void it.kept.delete(id),
  };
  const saver = new Saver(page, store, "tab", 1, 0, () => undefined);
  const type = (text: string) => {
    it.typed += text;
    saver.changed();
  };
  const pass = async (milliseconds: number) => {
    for (let left = milliseconds; left > 0; left -= 100) {
      mock.timers.tick(100);
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    }
  };
  return { it, saver, type, pass };
}

test("the browser has it within a second, the server within five, however long somebody types on", async () => {
  const { it, type, pass } = desk(() => null);
  for (let second = 0; second < 30; second++) {
    type("abcdefghij"[second % 10] as string);
    await pass(500);
    const kept = [...it.kept.values()][0]?.unsent.text ?? it.has;
    assert.ok(it.typed.length - kept.length <= 1, "the browser lags behind");
    assert.ok(it.typed.length - it.has.length <= 8, "the server lags behind");
  }
  await pass(5_000);
  assert.equal(it.has, it.typed);
  assert.equal(it.kept.size, 0);
});

test("while the server is away everything stays in the browser, and goes when it is back", async () => {
  let isAway = true;
  const { it, saver, type, pass } = desk(() => (isAway ? { kind: "away" } : null));
  type("Written");
  await pass(5_000);
  assert.deepEqual(saver.state, { kind: "away", kept: true });
  type(" on a train.");
  await pass(20_000);
  assert.equal([...it.kept.values()][0]?.unsent.text, "Written on a train.");
  isAway = false;
  await pass(40_000);
  assert.equal(it.has, "Written on a train.");
  assert.equal(saver.state.kind, "saved");
  assert.equal(it.kept.size, 0);
});

test("what a browser will not keep is said not to be saved", async () => {
  const { it, saver, type, pass } = desk(() => ({ kind: "away" }));
  it.refusesToKeep = true;
  type("x");
  await pass(5_000);
  assert.deepEqual(saver.state, { kind: "away", kept: false });
});

test("every save has a higher turn, and what was typed meanwhile follows", async () => {
  const { it, type, pass } = desk(() => null);
  type("a");
  await pass(1_500);
  type("b");
  await pass(6_000);
  assert.equal(it.has, "ab");
  const turns = it.sent.map(({ turn }) => turn);
  assert.deepEqual(turns, [...turns].sort((one, other) => one - other));
  assert.equal(new Set(turns).size, turns.length);
});

test("a page that goes away tries both places at once", async () => {
  const { it, saver, type } = desk(() => null);
  type("Last words");
  saver.last(true);
  assert.equal([...it.kept.values()][0]?.unsent.text, "Last words");
  assert.equal(it.sent.length, 1);
});

test("while a form is on its way no save overtakes it, until its page is gone or it was stopped", async () => {
  const { it, saver, type, pass } = desk(() => null);
  saver.rest();
  type("Typed on");
  await pass(5_000);
  await saver.flush();
  saver.last(false);
  assert.equal(it.sent.length, 0);
  assert.equal([...it.kept.values()][0]?.unsent.text, "Typed on");
  saver.last(true);
  assert.equal(it.sent.length, 1);
  await pass(20_000);
  assert.equal(it.has, "Typed on");
});

test("before a form goes the server has also what was typed meanwhile, and is told it whole where it must be", async () => {
  const answers: Answer[] = [{ kind: "lost-track" }];
  const { it, saver, type } = desk(() => {
    if (it.sent.length === 2) type("b");
    return answers.shift() ?? null;
  });
  type("a");
  await saver.settle();
  assert.equal(it.has, "ab");
  assert.equal(it.sent.length, 3);
  assert.equal(saver.isUnsaved, false);
});

test("the page hears which fields the server would not take", async () => {
  const wrong = { title: "It can have 200 characters." };
  const { it, saver, type } = desk(() => ({ kind: "saved", revision: 2, rest: "", part: 1, url: "", ids: [], fields: wrong }));
  type("a");
  await saver.flush();
  assert.deepEqual(it.wrong, wrong);
});

test("beside another version it goes on beside it", async () => {
  let late = true;
  const aside = { kind: "aside" as const, revision: 9, rest: "", part: 1, url: "", ids: [], compare: "/compare/" };
  const { it, saver, type, pass } = desk(() => (late ? aside : null));
  type("Mine");
  await pass(5_000);
  assert.equal(saver.state.kind, "aside");
  assert.equal(saver.extra.compare, "/compare/");
  late = false;
  type(" too");
  await pass(5_000);
  assert.equal(it.sent.at(-1)?.base, 9);
});

test("what servers and proxies answer is understood", () => {
  const error = (code: string) => ({ error: { code, message: "A sentence.", fields: {} } });
  assert.equal(understood(502, null).kind, "away");
  assert.equal(understood(200, null).kind, "away");
  assert.deepEqual(understood(503, error("busy"), "2"), { kind: "away", wait: 2_000 });
  assert.equal(understood(429, error("too_many_requests")).kind, "away");
  assert.equal(understood(401, error("signed_out")).kind, "signed-out");
  assert.equal(understood(403, error("csrf")).kind, "signed-out");
  assert.deepEqual(understood(404, error("not_found")), { kind: "refused", message: "A sentence.", forGood: true });
  assert.deepEqual(understood(413, error("too_long")), { kind: "refused", message: "A sentence.", forGood: false });
  assert.equal(understood(422, error("unknown_blocks")).kind, "lost-track");
});

test("of two copies the later one counts", () => {
  const kept = (turn: number, at: number) => ({ id: "a", at, unsent: { turn } }) as Kept;
  assert.deepEqual(newest([kept(2, 5), kept(1, 9)]).map(({ unsent }) => unsent.turn), [2]);
});
