import type { Node } from "prosemirror-model";
import { EditorState, type Transaction } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { plugins } from "./plugins.ts";
import type { Writing } from "./types.ts";

export function openView(
  writing: Writing,
  doc: Node,
  place: HTMLElement,
  changed: (change: Transaction) => void,
): EditorView {
  const view: EditorView = new EditorView(
    { mount: place.appendChild(document.createElement("div")) },
    {
      state: EditorState.create({ doc, plugins: plugins(writing) }),
      attributes: {
        class: "prose manuscript-page",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": "Text",
        spellcheck: "true",
        lang: writing.language,
        dir: writing.form.dataset.dir || "auto",
      },
      dispatchTransaction(transaction) {
        const { state, transactions } = view.state.applyTransaction(transaction);
        view.updateState(state);
        transactions.filter(({ docChanged }) => docChanged).forEach(changed);
      },
    },
  );
  return view;
}
