import { redo, undo } from "prosemirror-history";
import type { Command, EditorState } from "prosemirror-state";
import { askLink, askReading } from "../asking/links.ts";
import { align, alignmentOf, kindOf, putSceneBreak, toBulletList, toHeading, toOrderedList, toParagraph, toQuotation, toVerbatim } from "../commands.ts";
import { mark } from "../keys.ts";
import { schema } from "../schema/index.ts";

export interface Tool {
  name: string;
  label: string;
  /** What stands on the button: a few characters, or the name of a drawing in icons.ts. */
  sign: string;
  keys?: string;
  command: Command;
  /** Only of tools that can be on or off. */
  isOn?: (state: EditorState) => boolean;
}

const marking = (name: string, label: string, sign: string, keys = ""): Tool => ({
  name,
  label,
  sign,
  keys,
  command: mark(name),
  isOn: ({ doc, storedMarks, selection: { empty, from, to, $from } }) => {
    const type = schema.marks[name]!;
    return empty ? type.isInSet(storedMarks ?? $from.marks()) !== undefined : doc.rangeHasMark(from, to, type);
  },
});

const kind = (name: string, label: string, command: Command, keys = "", sign = ""): Tool => ({
  name,
  label,
  sign,
  keys,
  command,
  isOn: (state) => kindOf(state) === name,
});

const aligning = (where: "" | "left" | "center" | "right" | "justify", label: string, keys = ""): Tool => ({
  name: `align-${where || "none"}`,
  label,
  sign: "",
  keys,
  command: align(where),
  isOn: (state) => alignmentOf(state) === where,
});

export const MARKS: readonly Tool[] = [
  marking("em", "Emphasis", "italic", "Mod-I"),
  marking("strong", "Strong", "bold", "Mod-B"),
];

export const MORE_MARKS: readonly Tool[] = [
  marking("u", "Underlined", "", "Mod-U"),
  marking("s", "Struck through", "", "Mod-Shift-X"),
  marking("small_caps", "Small capitals", ""),
  marking("sup", "Raised", ""),
  marking("sub", "Lowered", ""),
  marking("code", "Typewriter", ""),
  { name: "reading", label: "Reading above the words…", sign: "", keys: "Mod-Shift-K", command: askReading },
];

export const KINDS: readonly Tool[] = [
  kind("paragraph", "Paragraph", toParagraph, "Mod-Alt-0"),
  kind("heading-2", "Heading", toHeading(2), "Mod-Alt-2"),
  kind("heading-3", "Smaller heading", toHeading(3), "Mod-Alt-3"),
  kind("heading-4", "Smallest heading", toHeading(4), "Mod-Alt-4"),
  kind("quotation", "Quotation", toQuotation, "Mod-Shift-9"),
  kind("bullet_list", "List", toBulletList, "Mod-Shift-8"),
  kind("ordered_list", "Numbered list", toOrderedList, "Mod-Shift-7"),
  kind("verbatim", "Verbatim", toVerbatim),
];

export const ALIGNMENTS: readonly Tool[] = [
  aligning("", "As the story"),
  aligning("left", "Left", "Mod-Shift-L"),
  aligning("center", "Centred", "Mod-Shift-E"),
  aligning("right", "Right", "Mod-Shift-R"),
  aligning("justify", "Even on both sides"),
];

export const LINK: Tool = {
  name: "link",
  label: "Link…",
  sign: "link",
  keys: "Mod-K",
  command: askLink,
  isOn: ({ selection: { $from } }) => $from.marks().some((found) => found.type.name === "link"),
};
export const SCENE_BREAK: Tool = { name: "scene-break", label: "Scene break", sign: "break", keys: "Mod-Enter", command: putSceneBreak };
export const UNDO: Tool = { name: "undo", label: "Undo", sign: "undo", keys: "Mod-Z", command: undo };
export const REDO: Tool = { name: "redo", label: "Redo", sign: "redo", keys: "Mod-Shift-Z", command: redo };

const isMac = typeof navigator !== "undefined" && /Mac|iP(hone|ad|od)/.test(navigator.platform);

/** "Mod-Shift-X" as it is printed on this keyboard. */
export const spelt = (keys: string): string =>
  isMac
    ? keys.replace("Mod-", "⌘").replace("Shift-", "⇧").replace("Alt-", "⌥")
    : keys.replace("Mod", "Ctrl").replace(/-/g, "+");
