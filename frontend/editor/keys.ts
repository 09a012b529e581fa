import { chainCommands, createParagraphNear, exitCode, liftEmptyBlock, newlineInCode, selectAll, splitBlockAs, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { undoInputRule } from "prosemirror-inputrules";
import type { MarkType } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { Selection, TextSelection, type Command } from "prosemirror-state";
import { askLink, askReading } from "./asking/links.ts";
import { align, breakLine, putSceneBreak, toBulletList, toHeading, toOrderedList, toParagraph, toQuotation } from "./commands.ts";
import { schema } from "./schema/index.ts";
import { nothingAfterBreak, sceneBreakAtEnter } from "./typography/marking.ts";

const { list_item, paragraph } = schema.nodes;
export const mark = (name: string): Command => toggleMark(schema.marks[name] as MarkType, null, { includeWhitespace: true });

/** The next paragraph goes on as the one before: aligned and written as that. */
const split = splitBlockAs((node, atEnd) => {
  if (!atEnd) return null;
  const { align: where = "", lang = "", dir = "", smallCaps = false } = node.attrs;
  return { type: paragraph, attrs: node.type === paragraph ? { align: where, lang, dir, smallCaps } : { lang, dir } };
});

/** The browser itself would stop at the last paragraph that is laid out. */
const toEdge = (end: boolean, extend: boolean): Command => (state, dispatch) => {
  const edge = end ? Selection.atEnd(state.doc) : Selection.atStart(state.doc);
  const { $anchor } = state.selection;
  const selection = extend ? TextSelection.between($anchor, edge.$head) : edge;
  dispatch?.(state.tr.setSelection(selection).scrollIntoView());
  return true;
};

const isMac = typeof navigator !== "undefined" && /Mac|iP(hone|ad|od)/.test(navigator.platform);
const edges: Record<string, Command> = isMac
  ? { "Cmd-ArrowUp": toEdge(false, false), "Cmd-ArrowDown": toEdge(true, false), "Cmd-Shift-ArrowUp": toEdge(false, true), "Cmd-Shift-ArrowDown": toEdge(true, true) }
  : {
      "Ctrl-Home": toEdge(false, false),
      "Ctrl-End": toEdge(true, false),
      "Ctrl-Shift-Home": toEdge(false, true),
      "Ctrl-Shift-End": toEdge(true, true),
    };

export const keys: Record<string, Command> = {
  ...edges,
  "Mod-z": undo,
  "Mod-y": redo,
  "Mod-Shift-z": redo,
  "Mod-a": selectAll,
  "Mod-b": mark("strong"),
  "Mod-i": mark("em"),
  "Mod-u": mark("u"),
  "Mod-Shift-x": mark("s"),
  "Mod-k": askLink,
  "Mod-Shift-k": askReading,
  "Mod-Alt-0": toParagraph,
  "Mod-Alt-2": toHeading(2),
  "Mod-Alt-3": toHeading(3),
  "Mod-Alt-4": toHeading(4),
  "Mod-Shift-7": toOrderedList,
  "Mod-Shift-8": toBulletList,
  "Mod-Shift-9": toQuotation,
  "Mod-Shift-l": align("left"),
  "Mod-Shift-e": align("center"),
  "Mod-Shift-r": align("right"),
  "Mod-Enter": putSceneBreak,
  Backspace: undoInputRule,
  Enter: chainCommands(nothingAfterBreak, sceneBreakAtEnter, splitListItem(list_item), newlineInCode, createParagraphNear, liftEmptyBlock, split),
  "Shift-Enter": chainCommands(exitCode, breakLine),
  Tab: sinkListItem(list_item),
  "Shift-Tab": liftListItem(list_item),
};
