import type { EditorView } from "prosemirror-view";
import { element } from "../../lib/dom.ts";
import { menuButton, plainButton, stepThrough, toolButton, type Shown } from "./buttons.ts";
import { icon } from "./icons.ts";
import { Status } from "./status.ts";
import { ALIGNMENTS, KINDS, LINK, MARKS, MORE_MARKS, REDO, SCENE_BREAK, spelt, UNDO, type Tool } from "./tools.ts";

export interface Acts {
  find(): void;
  focus(): void;
  proofread(): void;
  keys(): void;
  plain(): void;
}

/** The row of tools over the page, and under it on a phone, where the thumbs are. */
export class Bar {
  readonly element: HTMLElement;
  readonly status: Status;
  private readonly row: HTMLElement;
  private readonly shown: Shown[];
  private waiting = 0;

  constructor(private readonly view: () => EditorView, acts: Acts, more: readonly Tool[], language: string) {
    const act = (label: string, sign: string, keys: string, does: () => void): Shown => {
      const button = plainButton(label, sign, keys ? `${label} (${spelt(keys)})` : label);
      button.onclick = does;
      return { button, refresh: () => {} };
    };
    const tool = (each: Tool) => toolButton(each, view);
    this.shown = [
      menuButton("Kind of paragraph", [...KINDS, "Alignment", ...ALIGNMENTS], view, element("span", { textContent: "¶" })),
      ...MARKS.map(tool),
      menuButton("More marks", MORE_MARKS, view, icon("marks")),
      tool(LINK),
      tool(SCENE_BREAK),
      tool(UNDO),
      tool(REDO),
      act("Find and replace", "find", "Mod-F", acts.find),
      act("Only the text", "focus", "F9", acts.focus),
      act("Proofread", "proof", "", acts.proofread),
      menuButton("More", more, view, icon("more")),
    ];
    this.row = element("div", { className: "toolbar" }, ...this.shown.map(({ button }) => button));
    this.row.setAttribute("role", "toolbar");
    this.row.setAttribute("aria-label", "Writing tools");
    this.row.addEventListener("keydown", (event) => this.step(event));
    this.row.addEventListener("focusin", (event) => this.reached(event.target as HTMLElement));
    // A tap on a tool must not take the caret, and with it a phone's keyboard, out of the text.
    this.row.addEventListener("pointerdown", (event) => event.preventDefault());
    this.reached(this.shown[0]?.button as HTMLElement);
    this.status = new Status(language);
    this.element = element("div", { className: "editor-bar" }, this.row, this.status.element);
  }

  /** Once a picture at most: nobody sees more of it. */
  readonly refresh = (): void => {
    if (!this.waiting) this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      const { state } = this.view();
      this.shown.forEach(({ refresh }) => refresh(state));
      this.status.show(state);
    });
  };

  enter(): void {
    this.row.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  }

  end(): void {
    cancelAnimationFrame(this.waiting);
    this.shown.forEach(({ end }) => end?.());
    this.element.remove();
  }

  private step(event: KeyboardEvent): void {
    if (event.key === "Escape") return this.view().focus();
    const rightToLeft = getComputedStyle(this.row).direction === "rtl";
    const buttons = this.shown.map(({ button }) => button);
    stepThrough(event, buttons, rightToLeft ? "ArrowRight" : "ArrowLeft", rightToLeft ? "ArrowLeft" : "ArrowRight");
  }

  /** One stop for the Tab key, wherever one was last. */
  private reached(target: HTMLElement): void {
    for (const { button } of this.shown) button.tabIndex = button === target ? 0 : -1;
  }
}
