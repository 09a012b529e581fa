import { lift, selectParentNode, setBlockType, wrapIn } from "prosemirror-commands";
import type { NodeType } from "prosemirror-model";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { TextSelection, type Command, type EditorState } from "prosemirror-state";
import type { Alignment } from "./schema/attributes.ts";
import { schema } from "./schema/index.ts";

const { paragraph, heading, verbatim, quotation, bullet_list, ordered_list, list_item, scene_break, line_break } = schema.nodes;

export { selectParentNode };

/** The kind of the block around the caret, by the name of its tool. */
export function kindOf({ selection: { $from } }: EditorState): string {
  for (let depth = $from.depth; depth > 0; depth--) {
    const { type } = $from.node(depth);
    if (type === bullet_list || type === ordered_list || type === quotation) return type.name;
  }
  const { type, attrs } = $from.parent;
  return type === heading ? `heading-${attrs.level}` : type.name;
}

const isIn = (state: EditorState, type: NodeType): boolean => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return true;
  return false;
};

/** Alignment, language and id stay when a paragraph becomes a heading. */
const become = (type: NodeType, more: object = {}): Command => (state, dispatch) => {
  const { id: _id, level: _level, ...kept } = state.selection.$from.parent.attrs;
  return setBlockType(type, { ...(type === paragraph || type === heading || type === verbatim ? kept : {}), ...more })(state, dispatch);
};

export const toParagraph: Command = (state, dispatch) =>
  become(paragraph)(state, dispatch) || liftListItem(list_item)(state, dispatch) || lift(state, dispatch);

export const toHeading = (level: number): Command => (state, dispatch) =>
  kindOf(state) === `heading-${level}` ? toParagraph(state, dispatch) : become(heading, { level })(state, dispatch);

export const toVerbatim: Command = (state, dispatch) => (kindOf(state) === "verbatim" ? toParagraph : become(verbatim))(state, dispatch);

export const toQuotation: Command = (state, dispatch) => (isIn(state, quotation) ? lift : wrapIn(quotation))(state, dispatch);

export const toList = (type: NodeType): Command => (state, dispatch) =>
  (isIn(state, type) ? liftListItem(list_item) : wrapInList(type))(state, dispatch);

export const toBulletList = toList(bullet_list);
export const toOrderedList = toList(ordered_list);

/** In the place of an empty paragraph, else after the paragraph at its end, else between the two halves. */
export const putSceneBreak: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.depth === 0 || $from.node(1).type !== $from.parent.type) return false;
  if (!dispatch) return true;
  const transaction = state.tr.deleteSelection();
  const $at = transaction.selection.$from;
  if ($at.parent.content.size === 0) {
    transaction.replaceWith($at.before(), $at.after(), [scene_break.create(), paragraph.create()]);
  } else {
    const atStart = $at.parentOffset === 0;
    const atEnd = $at.parentOffset === $at.parent.content.size;
    if (!atStart && !atEnd) transaction.split($at.pos);
    const place = atStart ? $at.before() : $at.pos + 1;
    transaction.insert(place, atEnd ? [scene_break.create(), paragraph.create()] : scene_break.create());
  }
  const around = transaction.mapping.map($from.pos);
  transaction.setSelection(TextSelection.near(transaction.doc.resolve(Math.min(around + 1, transaction.doc.content.size))));
  dispatch(transaction.scrollIntoView());
  return true;
};

export const align = (where: Alignment | ""): Command => (state, dispatch) => {
  const transaction = state.tr;
  const { from, to } = state.selection;
  state.doc.nodesBetween(from, to, (node, at) => {
    if (node.isTextblock && node.attrs.align !== where) transaction.setNodeAttribute(at, "align", where);
  });
  if (!transaction.docChanged) return false;
  dispatch?.(transaction);
  return true;
};

export const alignmentOf = ({ selection: { $from } }: EditorState): string => $from.parent.attrs.align ?? "";

/** A second break in a row is a paragraph, as it is when the text is read. */
export const breakLine: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if (!$from.parent.isTextblock) return false;
  if ($from.parent.type === verbatim) {
    dispatch?.(state.tr.insertText("\n").scrollIntoView());
  } else if ($from.nodeBefore?.type === line_break) {
    const at = $from.pos - 1;
    dispatch?.(state.tr.delete(at, state.selection.to).split(at).scrollIntoView());
  } else dispatch?.(state.tr.replaceSelectionWith(line_break.create()).scrollIntoView());
  return true;
};
