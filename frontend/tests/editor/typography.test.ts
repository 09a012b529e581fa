import { html, part, stateOf } from "./texts.ts";
import assert from "node:assert/strict";
import { test } from "node:test";
import { undoInputRule } from "prosemirror-inputrules";
import type { EditorState } from "prosemirror-state";
import { isSceneBreak } from "../../editor/html/ornaments.ts";
import { identity } from "../../editor/identity/plugin.ts";
import { nothingAfterBreak } from "../../editor/typography/marking.ts";
import { typing } from "../../editor/typography/plugin.ts";

/** Types letter by letter, as a view would hand it to the rules. */
function typed(text: string, language = "en"): EditorState {
  const rules = typing(language);
  let state = stateOf(part("x"), [rules, identity], 1, 2);
  state = state.apply(state.tr.deleteSelection());
  for (const letter of text) {
    const { from, to } = state.selection;
    const view = { state, composing: false, dispatch: (transaction: typeof state.tr) => (state = state.apply(transaction)) };
    const handled = rules.props.handleTextInput?.call(rules, view as never, from, to, letter, () => state.tr.insertText(letter));
    if (!handled) state = state.apply(state.tr.insertText(letter));
  }
  return state;
}
const words = (text: string, language?: string): string => typed(text, language).doc.textContent;

for (const [language, given, expected] of [
  ["en", `"Don't," she said. "It's 'fine'..."`, "“Don’t,” she said. “It’s ‘fine’…”"],
  ["en", "wait--no -- 'tis the '90s, 'em all", "wait—no — ’tis the ’90s, ’em all"],
  ["en", `("quoted") he said--"no"`, "(“quoted”) he said—“no”"],
  ["de", `"Geht's?" -- 'Ja'`, "„Geht’s?“ – ‚Ja‘"],
  ["fr", `"Oui!" dit-il: l'eau?`, "«\u202fOui\u202f!\u202f» dit-il\u00a0: l’eau\u202f?"],
  ["fr", "https://a.org", "https://a.org"],
  ["es", `"Hola" -- dijo`, "«Hola» — dijo"],
  ["it", `"l'amico"`, "«l’amico»"],
  ["pl", `"Tak"`, "„Tak”"],
  ["nl", `"Ja," zei hij`, "“Ja,” zei hij"],
  ["sv", `"Ja"`, "”Ja”"],
  ["ru", `"Да"`, "«Да»"],
  ["ja", `"a" -- '`, `"a" -- '`],
] as const) {
  test(`${language}: ${given}`, () => assert.equal(words(given, language), expected));
}

test("taken back, it is what was typed", () => {
  let state = typed('say "');
  undoInputRule(state, (transaction) => (state = state.apply(transaction)));
  assert.equal(state.doc.textContent, 'say "');
});

test("nothing is set in verbatim text", () => assert.equal(words("`a`").length, 1));

test("marks of Markdown mark", () => {
  const bare = (text: string) => html(typed(text)).replace(/ id="[^"]*"/g, "");
  assert.equal(bare("a *b c* d"), "<p>a <em>b c</em> d</p>");
  assert.equal(bare("**b** and _c_"), "<p><strong>b</strong> and <em>c</em></p>");
  assert.equal(bare("2 * 3 * 4"), "<p>2 * 3 * 4</p>");
  assert.equal(bare("## Two"), "<h3>Two</h3>");
  assert.equal(bare("> said"), "<blockquote><p>said</p></blockquote>");
  assert.equal(bare("- one"), "<ul><li>one</li></ul>");
  assert.equal(bare("* * *after"), "<hr>\n<p>after</p>");
});

test("Enter after a scene break adds no empty paragraph, and adds one where words stand", () => {
  assert.equal(nothingAfterBreak(typed("***")), true);
  assert.equal(nothingAfterBreak(typed("***a")), false);
  assert.equal(nothingAfterBreak(typed("a")), false);
});

test("ornaments are the server's ornaments", () => {
  for (const line of ["* * *", "***", "*", "#", "###", "~", "---", "⁂", "—", "• • •", "oOo", "xXx"]) assert.ok(isSceneBreak(line), line);
  for (const line of ["<3", "...", "…", "xxx", "Ooo", "?!", "1", "# 1", "- no", ""]) assert.ok(!isSceneBreak(line), line);
});

