import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** `/write/part/7/#b-…` opens the text at this block: from a remark, or from a line that another telling has otherwise. */
export function jumpTo(view: EditorView, id: string): boolean {
  let at = -1;
  view.state.doc.forEach((block, offset) => {
    if (block.attrs.id === id) at = offset;
  });
  if (at < 0) return false;
  const selection = TextSelection.near(view.state.doc.resolve(at + 1));
  view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
  view.focus();
  return true;
}
