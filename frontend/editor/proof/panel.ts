import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { element } from "../../lib/dom.ts";
import type { Ignored } from "./ignoring.ts";
import { drop, standing, type Issue, type Standing } from "./plugin.ts";

const SHOWN = 100;

/** What was found, beside the text; on a phone in a sheet at its foot. */
export class ProofPanel {
  readonly element: HTMLElement;
  private readonly line = element("p", { className: "proof-line" });
  private readonly list = element("ol", { className: "proof-list" });
  private waiting = 0;

  constructor(private readonly view: EditorView, private readonly ignored: Ignored, close: () => void) {
    this.line.setAttribute("role", "status");
    const shut = element("button", { type: "button", className: "button button-quiet", textContent: "Close", onclick: close });
    this.element = element("aside", { className: "proof" }, element("div", { className: "proof-head" }, element("h2", { textContent: "Proofreading" }), shut), this.line, this.list);
    this.element.setAttribute("aria-label", "Proofreading");
    this.element.tabIndex = -1;
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
  }

  say(text: string): void {
    this.line.textContent = text;
  }

  readonly refresh = (): void => {
    if (!this.waiting) this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.show(standing(this.view.state));
    });
  };

  end(): void {
    cancelAnimationFrame(this.waiting);
    this.element.remove();
  }

  /** The nearest after the caret, so that a long list stays short; the focus stays where it was in it. */
  private show(all: readonly Standing[]): void {
    const before = this.list.contains(document.activeElement) ? Array.from(this.list.children).findIndex((row) => row.contains(document.activeElement)) : -1;
    const from = all.length <= SHOWN ? 0 : Math.max(0, all.findIndex(({ to }) => to >= this.view.state.selection.from));
    const rows = all.slice(from, from + SHOWN).map((each) => this.row(each));
    this.list.replaceChildren(...rows);
    if (before >= 0) (this.list.children[Math.min(before, rows.length - 1)]?.querySelector("button") ?? this.element).focus({ preventScroll: true });
  }

  private row({ issue }: Standing): HTMLElement {
    const words = element("button", { type: "button", className: "proof-words", dir: "auto", textContent: issue.words.trim() || "space", onclick: () => this.goTo(issue) });
    const act = (label: string, does: () => void) => element("button", { type: "button", className: "button", textContent: label, onclick: does });
    return element(
      "li",
      {},
      words,
      element("p", { className: "proof-why", textContent: issue.message }),
      element(
        "p",
        { className: "button-row" },
        ...issue.suggestions.slice(0, 4).map((text) => act(nameOf(text), () => this.accept(issue, text))),
        act("Ignore", () => this.ignore(issue, false)),
        act("Ignore always", () => this.ignore(issue, true)),
      ),
    );
  }

  private find(issue: Issue): Standing | undefined {
    return standing(this.view.state).find((each) => each.issue === issue);
  }

  private goTo(issue: Issue): void {
    const found = this.find(issue);
    if (!found) return;
    const { state } = this.view;
    this.view.focus(); // first: a view scrolls only to a selection that has the focus
    this.view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, found.from, found.to)).scrollIntoView());
  }

  /** One step, which one undo takes back. */
  private accept(issue: Issue, text: string): void {
    const found = this.find(issue);
    if (!found) return;
    const { tr, doc, schema } = this.view.state;
    const marks = doc.nodeAt(found.from)?.marks ?? [];
    if (text) tr.replaceWith(found.from, found.to, schema.text(text, marks));
    else tr.delete(found.from, found.to);
    this.view.dispatch(drop(tr, (each) => each === issue));
    this.refresh();
  }

  private ignore(issue: Issue, always: boolean): void {
    if (always) this.ignored.forEver(issue.kind, issue.words);
    else this.ignored.once(issue.kind, issue.words, issue.place);
    this.view.dispatch(drop(this.view.state.tr, ({ kind, words, place }) => this.ignored.has(kind, words, place)));
    this.refresh();
  }
}

/** A button that says what would stand there. */
const nameOf = (text: string): string => (text === "" ? "Leave it out" : text.trim() === "" ? "One space" : text);
