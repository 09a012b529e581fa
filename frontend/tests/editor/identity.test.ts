import { after, named, part, stateOf } from "./texts.ts";
import assert from "node:assert/strict";
import { test } from "node:test";
import { joinBackward, wrapIn, lift } from "prosemirror-commands";
import { history, undo } from "prosemirror-history";
import { Slice } from "prosemirror-model";
import { TextSelection, type EditorState } from "prosemirror-state";
import { identity } from "../../editor/identity/plugin.ts";
import { keys } from "../../editor/keys.ts";
import { toHeading } from "../../editor/commands.ts";
import { schema } from "../../editor/schema/index.ts";

const plugins = [history({ newGroupDelay: 0 }), identity];
const enter = keys.Enter as never;
const writing = (...given: [string[], number, number?]): EditorState => stateOf(part(...given[0]), plugins, given[1], given[2]);

test("a split paragraph keeps its id in the half that comes first", () => {
  assert.equal(named(after(writing(["One two", "Three"], 4), enter).doc), "0:One new: two 1:Three");
});

test("an empty line before a paragraph does not take its id", () => {
  assert.equal(named(after(writing(["One"], 1), enter).doc), "new: 0:One");
});

test("a line after a paragraph is new", () => {
  assert.equal(named(after(writing(["One"], 4), enter).doc), "0:One new:");
});

test("merged paragraphs go on under the first one's id, and undo brings back both", () => {
  const merged = after(writing(["One", "Two"], 6), joinBackward);
  assert.equal(named(merged.doc), "0:OneTwo");
  assert.equal(named(after(merged, undo).doc), "0:One 1:Two");
});

test("a block that is cut and pasted elsewhere keeps its id, a copy gets a new one", () => {
  const state = writing(["One", "Two", "Three"], 1);
  const block = state.doc.slice(0, 5);
  const cut = state.apply(state.tr.delete(0, 5));
  assert.equal(named(cut.doc), "1:Two 2:Three");
  const back = cut.apply(cut.tr.insert(5, block.content));
  assert.equal(named(back.doc), "1:Two 0:One 2:Three");
  const twice = back.apply(back.tr.insert(0, block.content));
  assert.equal(named(twice.doc), "new:One 1:Two 0:One 2:Three");
});

test("moved in one step, every block keeps its id", () => {
  const state = writing(["One", "Two", "Three"], 1);
  const block = state.doc.slice(0, 5).content;
  const transaction = state.tr.delete(0, 5);
  assert.equal(named(state.apply(transaction.insert(transaction.doc.content.size, block)).doc), "1:Two 2:Three 0:One");
});

test("a heading, a quotation and back are the same block", () => {
  const heading = after(writing(["One", "Two"], 2), toHeading(2));
  assert.equal(named(heading.doc), "0:One 1:Two");
  const quoted = after(heading, wrapIn(schema.nodes.quotation));
  assert.equal(named(quoted.doc), "0:One 1:Two");
  assert.equal(quoted.doc.firstChild?.firstChild?.attrs.id, "");
  assert.equal(named(after(quoted, lift).doc), "0:One 1:Two");
});

test("whatever is done, no two blocks share an id", () => {
  let chance = 7;
  const random = (below: number) => (chance = (chance * 1103515245 + 12345) % 2147483648) % below;
  let state = writing(["One two three", "* * *", "Four", "Five six"], 1);
  for (let turn = 0; turn < 600; turn++) {
    const { doc } = state;
    const from = random(doc.content.size + 1);
    const to = from + random(doc.content.size - from + 1);
    const kind = random(5);
    const transaction = state.tr.setSelection(TextSelection.between(doc.resolve(from), doc.resolve(to)));
    if (kind === 0) state = state.apply(transaction.replaceSelection(Slice.maxOpen(doc.slice(0, random(doc.content.size) + 1).content)));
    else if (kind === 1) state = state.apply(transaction.deleteSelection());
    else if (kind === 2) state = after(state.apply(transaction), (now, dispatch) => (enter as typeof joinBackward)(now, dispatch) || true);
    else if (kind === 3) undo(state, (undone) => (state = state.apply(undone)));
    else state = state.apply(transaction.insertText("word "));
    const ids: string[] = [];
    state.doc.forEach((block) => ids.push(block.attrs.id));
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every((id) => /^b-[0-9a-z]{8}$/.test(id)));
    if (state.doc.content.size > 4000) state = writing(["One two three"], 1);
  }
});
