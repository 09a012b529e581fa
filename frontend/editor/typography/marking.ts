import { InputRule, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import type { MarkType, NodeType } from "prosemirror-model";
import { TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import { isSceneBreak } from "../html/ornaments.ts";
import { schema } from "../schema/index.ts";

const { heading, quotation, bullet_list, ordered_list, scene_break, paragraph } = schema.nodes;
const { em, strong, s, code } = schema.marks;
const LEAD = "(^|[\\s(\\[{—–\\-/“‘«„‚\"'])";

/** *word* and its like, when the last mark is typed. */
function marked(mark: string, type: MarkType): InputRule {
  const inner = `[^\\s${mark[0]}\\ufffc](?:[^${mark[0]}\\ufffc]*[^\\s${mark[0]}\\ufffc])?`;
  const sign = mark.replace(/./g, "\\$&");
  return new InputRule(new RegExp(`${LEAD}${sign}(${inner})${sign}$`), (state, match, start, end) => {
    const [whole, lead, words] = match as unknown as [string, string, string];
    const from = start + lead.length;
    const typed = whole.length - (end - start);
    const transaction = state.tr;
    transaction.delete(end - (mark.length - typed), end).delete(from, from + mark.length);
    transaction.addMark(from, from + words.length, type.create());
    return transaction.removeStoredMark(type);
  });
}

/** Puts a scene break in the place of the paragraph around the caret, and the caret below it. */
export function breakScene(state: EditorState): Transaction | null {
  const { $from } = state.selection;
  if ($from.parent.type !== paragraph) return null;
  const from = $from.before();
  const after = $from.after();
  const follows = state.doc.resolve(after).nodeAfter;
  const nodes = follows?.isTextblock ? [scene_break.create()] : [scene_break.create(), paragraph.create()];
  const transaction = state.tr.replaceWith(from, after, nodes);
  return transaction.setSelection(TextSelection.near(transaction.doc.resolve(from + 1))).scrollIntoView();
}

export const sceneBreakAtEnter = (state: EditorState, dispatch?: (transaction: Transaction) => void): boolean => {
  const { $from, empty } = state.selection;
  const { parent } = $from;
  if (!empty || parent.type !== paragraph || $from.parentOffset < parent.content.size || !isSceneBreak(parent.textContent)) return false;
  const transaction = breakScene(state);
  if (transaction) dispatch?.(transaction);
  return transaction !== null;
};

/** Whoever typed an ornament presses Enter out of habit; and below a break stands an empty line already. */
export const nothingAfterBreak = (state: EditorState): boolean => {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth === 0 || $from.parent.type !== paragraph || $from.parentOffset > 0) return false;
  const above = $from.node(-1).maybeChild($from.index(-1) - 1);
  return above?.type === scene_break && ($from.parent.content.size === 0 || isJustTyped(state));
};

const isJustTyped = (state: EditorState): boolean =>
  state.plugins.some((plugin) => (plugin.spec as { isInputRules?: boolean }).isInputRules && plugin.getState(state));

const heads = (level: number): InputRule =>
  textblockTypeInputRule(new RegExp(`^#{${level - 1}} $`), heading as NodeType, () => ({ level }));

export const markingRules: readonly InputRule[] = [
  new InputRule(/^\* ?\* ?\*$/, (state) => breakScene(state)),
  marked("**", strong),
  marked("__", strong),
  marked("*", em),
  marked("_", em),
  marked("~~", s),
  marked("`", code),
  heads(2),
  heads(3),
  heads(4),
  wrappingInputRule(/^> $/, quotation),
  wrappingInputRule(/^[-+] $/, bullet_list),
  wrappingInputRule(/^1[.)] $/, ordered_list),
];
