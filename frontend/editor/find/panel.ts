import type { Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { element } from "../../lib/dom.ts";
import { debounce } from "../../lib/timing.ts";
import { found, replaceAll, replaceHere, seek, step } from "./plugin.ts";

const grouped = new Intl.NumberFormat("en");
const WAIT = 120;
/** What may stand over the text at the foot of the window. */
const BELOW = 130;

/** Find and replace. Stands over the text; Esc leads back into it, onto what was found. */
export class FindPanel {
  readonly element: HTMLElement;
  private readonly sought = field("Find");
  private readonly instead = field("Replace with");
  private readonly matchCase = choice("Match case");
  private readonly wholeWords = choice("Whole words");
  private readonly count = element("p", { className: "find-count" });
  private readonly soon = debounce(() => this.seek(), WAIT);

  constructor(private readonly view: () => EditorView) {
    this.count.setAttribute("role", "status");
    const buttons = [
      button("Previous", () => this.go(true)),
      button("Next", () => this.go(false)),
      button("Replace", () => this.replace(replaceHere)),
      button("Replace all", () => this.replaceAll()),
      button("Close", () => this.close()),
    ];
    this.element = element("div", { className: "find", hidden: true }, this.sought.row, this.instead.row, this.matchCase.row, this.wholeWords.row, element("p", { className: "button-row" }, ...buttons, this.count));
    this.element.setAttribute("role", "search");
    this.element.setAttribute("aria-label", "Find and replace in the text");
    this.sought.input.addEventListener("input", this.soon);
    for (const { input } of [this.matchCase, this.wholeWords]) input.addEventListener("change", () => this.seek());
    this.element.addEventListener("keydown", (event) => this.pressed(event));
  }

  open(replace = false): void {
    const { state } = this.view();
    const { from, to, empty, $from } = state.selection;
    if (!empty && $from.sameParent(state.selection.$to) && to - from < 200) this.sought.input.value = state.doc.textBetween(from, to);
    this.element.hidden = false;
    this.seek(false);
    const first = replace && this.sought.input.value ? this.instead.input : this.sought.input;
    first.focus();
    first.select();
  }

  close(): void {
    if (this.element.hidden) return;
    this.soon.cancel();
    this.element.hidden = true;
    const view = this.view();
    view.dispatch(seek(view.state, null));
    view.focus();
  }

  refresh(): void {
    if (this.element.hidden) return;
    const now = found(this.view().state);
    const all = now?.matches.length ?? 0;
    const at = now && now.at >= 0 ? `${grouped.format(now.at + 1)} of ` : "";
    const text = !this.sought.input.value ? "" : all ? `${at}${grouped.format(all)}` : "Nothing found";
    if (this.count.textContent !== text) this.count.textContent = text;
  }

  private seek(move = true): void {
    const view = this.view();
    const text = this.sought.input.value;
    view.dispatch(seek(view.state, { text, matchCase: this.matchCase.input.checked, wholeWords: this.wholeWords.input.checked }));
    const now = found(view.state);
    if (move && now && now.at < 0) this.send(step(view.state, false));
    this.refresh();
  }

  private go(back: boolean): void {
    this.soon.now();
    this.send(step(this.view().state, back));
  }

  private replace(how: typeof replaceHere): void {
    this.soon.now();
    this.send(how(this.view().state, this.instead.input.value));
    this.send(step(this.view().state, false));
  }

  private replaceAll(): void {
    this.soon.now();
    const all = found(this.view().state)?.matches.length ?? 0;
    this.send(replaceAll(this.view().state, this.instead.input.value));
    this.count.textContent = all ? `Replaced ${grouped.format(all)}` : "Nothing found";
  }

  private send(transaction: Transaction | null): void {
    if (transaction) this.view().dispatch(transaction);
    if (transaction?.scrolledIntoView) this.bringIntoSight();
    this.refresh();
  }

  /** The view itself scrolls only to a selection that has the focus, and that is here. */
  private bringIntoSight(): void {
    const view = this.view();
    const { top, bottom } = view.coordsAtPos(view.state.selection.from);
    const covered = this.element.getBoundingClientRect().bottom;
    if (top < covered || bottom > innerHeight - BELOW) scrollBy({ top: (top + bottom) / 2 - innerHeight / 2, behavior: "instant" });
  }

  private pressed(event: KeyboardEvent): void {
    const isEnter = event.key === "Enter" && event.target instanceof HTMLInputElement;
    if (event.key === "Escape") this.close();
    else if (isEnter && event.target === this.instead.input) this.replace(replaceHere);
    else if (isEnter) this.go(event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

// Not in the form's own words: nothing here is sent with it.
function field(label: string) {
  const input = element("input", { type: "text", className: "input", autocomplete: "off", spellcheck: false, dir: "auto" });
  return { input, row: element("label", { className: "find-field" }, element("span", { textContent: label }), input) };
}

function choice(label: string) {
  const input = element("input", { type: "checkbox" });
  return { input, row: element("label", { className: "find-choice" }, input, element("span", { textContent: label })) };
}

const button = (label: string, does: () => void): HTMLButtonElement =>
  element("button", { type: "button", className: "button", textContent: label, onclick: does });
