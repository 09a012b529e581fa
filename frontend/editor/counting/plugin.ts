import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { changedBlocks } from "../blocks.ts";
import { wordsOf, wordsWithin } from "./words.ts";

const key = new PluginKey<number>("words");
const sum = (blocks: readonly Node[]): number => blocks.reduce((words, block) => words + wordsOf(block), 0);

/** How many words there are. A keystroke costs the count of its own paragraph. */
export const counting = new Plugin<number>({
  key,
  state: {
    init: (_config, { doc }) => sum(doc.content.content),
    apply(transaction, words, before, after) {
      if (!transaction.docChanged) return words;
      const { old, fresh } = changedBlocks(before.doc, after.doc);
      return words - sum(old) + sum(fresh);
    },
  },
});

export const totalWords = (state: EditorState): number => key.getState(state) ?? 0;

export function selectedWords({ doc, selection: { from, to, empty } }: EditorState): number {
  if (empty) return 0;
  let words = 0;
  doc.nodesBetween(from, to, (block, at) => {
    const end = at + block.nodeSize;
    words += from <= at && end <= to ? wordsOf(block) : wordsWithin(block, Math.max(0, from - at - 1), Math.min(block.content.size, to - at - 1));
    return false;
  });
  return words;
}
