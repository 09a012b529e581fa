import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { element } from "../../lib/dom.ts";
import { sheet, showAt } from "../asking/sheet.ts";
import { icon } from "./icons.ts";
import { spelt, type Tool } from "./tools.ts";

/** A button, and how it learns what stands around the caret now. */
export interface Shown {
  button: HTMLButtonElement;
  refresh(state: EditorState): void;
  end?(): void;
}

const titled = (tool: Tool): string => (tool.keys ? `${tool.label} (${spelt(tool.keys)})` : tool.label);

export function toolButton(tool: Tool, view: () => EditorView): Shown {
  const button = plainButton(tool.label, tool.sign, titled(tool));
  button.onclick = () => run(tool, view());
  return { button, refresh: (state) => refresh(button, tool, state) };
}

export function plainButton(label: string, sign: string, title = label): HTMLButtonElement {
  const button = element("button", { type: "button", className: "tool", title }, icon(sign));
  button.setAttribute("aria-label", label);
  return button;
}

export function menuButton(label: string, tools: readonly (Tool | string)[], view: () => EditorView, face: Node): Shown {
  const button = element("button", { type: "button", className: "tool tool-menu", title: label }, face, icon("down"));
  button.setAttribute("aria-label", label);
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  const rows = tools.filter((tool): tool is Tool => typeof tool !== "string").map((tool) => ({ tool, row: rowOf(tool) }));
  const made = sheet(label, ...tools.map((tool) => (typeof tool === "string" ? element("p", { className: "editor-sheet-title", textContent: tool }) : (rows.find((each) => each.tool === tool)?.row as Node))));
  for (const { tool, row } of rows) {
    row.onclick = () => {
      made.hidePopover();
      view().focus();
      run(tool, view());
    };
  }
  button.onclick = () => {
    rows.forEach(({ tool, row }) => refresh(row, tool, view().state));
    showAt(made, button.getBoundingClientRect());
    (rows.find(({ row }) => row.getAttribute("aria-pressed") === "true") ?? rows.find(({ row }) => !row.disabled))?.row.focus();
  };
  made.addEventListener("toggle", (event) => button.setAttribute("aria-expanded", String((event as ToggleEvent).newState === "open")));
  made.addEventListener("keydown", (event) => stepThrough(event, rows.map(({ row }) => row), "ArrowUp", "ArrowDown"));
  return { button, end: () => made.remove(), refresh: (state) => button.classList.toggle("is-on", rows.some(({ tool }) => tool.sign !== "plain" && tool.isOn?.(state) && tool.name !== "paragraph" && tool.name !== "align-none")) };
}

function rowOf(tool: Tool): HTMLButtonElement {
  const row = element("button", { type: "button", className: "editor-row" }, element("span", { textContent: tool.label }));
  if (tool.keys) row.append(element("kbd", { textContent: spelt(tool.keys) }));
  return row;
}

function run(tool: Tool, view: EditorView): void {
  if (!view.hasFocus()) view.focus();
  tool.command(view.state, view.dispatch, view);
}

function refresh(button: HTMLButtonElement, tool: Tool, state: EditorState): void {
  if (tool.isOn) button.setAttribute("aria-pressed", String(tool.isOn(state)));
  // Not `disabled`: the focus would be lost under the fingers of whoever walks along the bar.
  button.setAttribute("aria-disabled", String(!tool.isOn && !tool.command(state)));
}

/** Keys that walk along a row of buttons and around its ends. */
export function stepThrough(event: KeyboardEvent, buttons: readonly HTMLElement[], back: string, on: string): void {
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = { [back]: at - 1, [on]: at + 1, Home: 0, End: -1 };
  const to = steps[event.key];
  if (to === undefined) return;
  event.preventDefault();
  buttons.at(to % buttons.length)?.focus();
}
