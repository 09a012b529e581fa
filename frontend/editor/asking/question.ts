import type { EditorView } from "prosemirror-view";
import { element } from "../../lib/dom.ts";
import { sheet, showAt } from "./sheet.ts";

export interface Question {
  label: string;
  value: string;
  type: "url" | "text";
  help: string;
  /** Does what was asked for, or says why not. */
  give(answer: string): string | null;
  /** Takes it away, where there is something to take away. */
  remove: (() => void) | null;
}

/** Asks for one line of text beside the caret. */
export function ask(view: EditorView, question: Question): void {
  const field = element("input", { type: question.type === "url" ? "text" : question.type, value: question.value, className: "input", id: "editor-answer" });
  if (question.type === "url") Object.assign(field, { inputMode: "url", spellcheck: false, autocapitalize: "none" });
  const wrong = element("p", { className: "field-error", id: "editor-answer-wrong" });
  wrong.setAttribute("role", "alert");
  field.setAttribute("aria-describedby", wrong.id);
  const put = element("button", { type: "button", className: "button button-main", textContent: "Put it in" });
  const rows: Node[] = [put];
  if (question.remove) rows.push(element("button", { type: "button", className: "button button-quiet", textContent: "Take it away", onclick: () => done(question.remove as () => void) }));
  const made = sheet(
    question.label,
    element("label", { htmlFor: field.id, textContent: question.label }),
    field,
    element("p", { className: "field-help", textContent: question.help }),
    wrong,
    element("p", { className: "button-row" }, ...rows),
  );
  const done = (act: () => void) => {
    act();
    made.hidePopover();
    view.focus();
  };
  const give = () => {
    const problem = question.give(field.value.trim());
    if (problem === null) return done(() => {});
    wrong.textContent = problem;
    field.setAttribute("aria-invalid", "true");
  };
  put.onclick = give;
  field.onkeydown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    give();
  };
  made.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "closed") made.remove();
  });
  showAt(made, view.coordsAtPos(view.state.selection.from));
  field.focus();
  field.select();
}
