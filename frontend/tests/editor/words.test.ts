import { part, stateOf } from "./texts.ts";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { counting, selectedWords, totalWords } from "../../editor/counting/plugin.ts";
import { countWords, readingMinutes, wordsOf } from "../../editor/counting/words.ts";

const vectors = JSON.parse(readFileSync("../tests/lib/word-vectors.json", "utf8")) as { text: string; words: number }[];

test("words are counted by the server's rule", () => {
  for (const { text, words } of vectors) assert.equal(countWords(text), words, text);
  assert.deepEqual([readingMinutes(1, "en"), readingMinutes(2280, "en"), readingMinutes(1790, "de-AT")], [1, 10, 10]);
});

test("a reading stands in brackets and an image for its description", () => {
  const doc = part('<ruby>東<rp>(</rp><rt>tou</rt><rp>)</rp></ruby> and<br>more <img src="/files/a.png" alt="two words">', "* * *");
  assert.equal(wordsOf(doc.firstChild!), 6);
  assert.equal(wordsOf(doc.lastChild!), 0);
});

test("the sum follows every change, and a selection is counted by itself", () => {
  let state = stateOf(part("One two", "* * *", "Three four five"), [counting], 1, 8);
  assert.deepEqual([totalWords(state), selectedWords(state)], [5, 2]);
  state = state.apply(state.tr.insertText("No", 1, 8).delete(5, 8));
  assert.equal(totalWords(state), 1 + countWords(state.doc.lastChild?.textContent ?? ""));
});
