import { chainCommands, exitCode, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import type { Command } from "prosemirror-state";
import { schema } from "./schema/index.ts";

const { list_item, line_break } = schema.nodes;
const mark = (name: Extract<keyof typeof schema.marks, string>): Command => toggleMark(schema.marks[name]);

const breakLine: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(line_break.create()).scrollIntoView());
  return true;
};

export const keys: Record<string, Command> = {
  "Mod-z": undo,
  "Mod-y": redo,
  "Mod-Shift-z": redo,
  "Mod-b": mark("strong"),
  "Mod-i": mark("em"),
  "Mod-u": mark("u"),
  Enter: splitListItem(list_item),
  "Shift-Enter": chainCommands(exitCode, breakLine),
  Tab: sinkListItem(list_item),
  "Shift-Tab": liftListItem(list_item),
};
