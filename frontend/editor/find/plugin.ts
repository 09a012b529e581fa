import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { nextFrom, patternOf, Search, type Match, type Sought } from "./searching.ts";

interface Finding {
  search: Search;
  matches: readonly Match[];
  /** Of the match that one stands on; -1 when one stands on none. */
  at: number;
}

const key = new PluginKey<Finding | null>("finding");
/** So many are lit at once, around the one that one stands on: nobody sees the others. */
const LIT = 150;

export const finding = new Plugin<Finding | null>({
  key,
  state: {
    init: () => null,
    apply(transaction, before, _old, state) {
      const asked = transaction.getMeta(key) as { search: Search | null } | undefined;
      const search = asked ? asked.search : before?.search;
      if (!search) return null;
      const matches = asked || transaction.docChanged || !before ? search.all(state.doc) : before.matches;
      return { search, matches, at: standing(matches, state) };
    },
  },
  props: { decorations: lit },
});

function standing(matches: readonly Match[], { selection: { from, to } }: EditorState): number {
  const at = nextFrom(matches, from);
  const match = matches[at];
  return match?.from === from && match.to === to ? at : -1;
}

function lit(state: EditorState): DecorationSet {
  const found = key.getState(state);
  if (!found?.matches.length) return DecorationSet.empty;
  const middle = found.at >= 0 ? found.at : nextFrom(found.matches, state.selection.from);
  const near = found.matches.slice(Math.max(0, middle - LIT), middle + LIT);
  const here = found.matches[found.at];
  return DecorationSet.create(
    state.doc,
    near.map((match) => Decoration.inline(match.from, match.to, { class: match === here ? "found-words found-here" : "found-words" })),
  );
}

export const found = (state: EditorState): Finding | null => key.getState(state) ?? null;

export const seek = (state: EditorState, sought: Sought | null): Transaction => {
  const pattern = sought && patternOf(sought);
  return state.tr.setMeta(key, { search: pattern ? new Search(pattern) : null });
};

/** Selects the next match or the one before; round and round. */
export function step(state: EditorState, back: boolean): Transaction | null {
  const matches = found(state)?.matches ?? [];
  if (!matches.length) return null;
  const { from, to } = state.selection;
  const next = back ? nextFrom(matches, from) - 1 : nextFrom(matches, standing(matches, state) >= 0 ? to : from);
  return select(state.tr, matches.at(next) as Match);
}

const select = (transaction: Transaction, { from, to }: Match): Transaction =>
  transaction.setSelection(TextSelection.create(transaction.doc, from, to)).scrollIntoView();

export function replaceHere(state: EditorState, text: string): Transaction | null {
  const here = found(state);
  const match = here?.matches[here.at];
  if (!match) return step(state, false);
  const transaction = put(state.tr, match, text);
  return transaction.setSelection(TextSelection.create(transaction.doc, match.from + text.length));
}

/** All of them in one step, which one undo takes back. */
export function replaceAll(state: EditorState, text: string): Transaction | null {
  const matches = found(state)?.matches ?? [];
  if (!matches.length) return null;
  const transaction = state.tr;
  for (let at = matches.length - 1; at >= 0; at--) put(transaction, matches[at] as Match, text);
  return transaction;
}

/** In the marks of what it replaces. */
function put(transaction: Transaction, { from, to }: Match, text: string): Transaction {
  if (!text) return transaction.delete(from, to);
  const marks = transaction.doc.nodeAt(from)?.marks ?? [];
  return transaction.replaceWith(from, to, transaction.doc.type.schema.text(text, marks));
}
