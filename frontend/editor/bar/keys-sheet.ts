import { element } from "../../lib/dom.ts";
import { sheet, showAt } from "../asking/sheet.ts";
import { ALIGNMENTS, KINDS, LINK, MARKS, MORE_MARKS, REDO, SCENE_BREAK, spelt, UNDO } from "./tools.ts";

const OTHERS: readonly (readonly [string, string])[] = [
  ["Find", "Mod-F"], ["Find and replace", "Mod-H"], ["Only the text, and back", "F9"], ["To the tools, and back", "Alt-F10"],
  ["These keys", "Mod-/"], ["New line in the same paragraph", "Shift-Enter"], ["Take back what typing changed", "Backspace"],
];
const TYPED: readonly (readonly [string, string])[] = [
  ["Emphasis", "*word*"], ["Strong", "**word**"], ["Struck through", "~~word~~"], ["Heading", "# "], ["Quotation", "> "],
  ["List", "- "], ["Scene break", "* * *"],
];

/** All keys in one place. */
export function showKeys(button: Element): void {
  const tools = [...MARKS, ...MORE_MARKS, ...KINDS, ...ALIGNMENTS, LINK, SCENE_BREAK, UNDO, REDO];
  const rows = [...tools.flatMap(({ label, keys }) => (keys ? [[label, keys] as const] : [])), ...OTHERS];
  const close = element("button", { type: "button", className: "button", textContent: "Close", onclick: () => made.hidePopover() });
  const made = sheet(
    "Keys while writing",
    element("p", { className: "editor-sheet-title", textContent: "Keys while writing" }),
    list(rows.map(([label, keys]) => [label.replace("…", ""), spelt(keys)])),
    element("p", { className: "editor-sheet-title", textContent: "What typing turns into" }),
    list(TYPED),
    element("p", { className: "button-row" }, close),
  );
  made.classList.add("editor-keys");
  made.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "closed") made.remove();
  });
  showAt(made, button.getBoundingClientRect());
  close.focus({ preventScroll: true });
  made.scrollTop = 0;
}

const list = (rows: readonly (readonly [string, string])[]): HTMLElement =>
  element("dl", { className: "editor-keylist" }, ...rows.map(([label, keys]) => element("div", {}, element("dt", { textContent: label }), element("dd", {}, element("kbd", { textContent: keys })))));
