import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { say } from "../../lib/dom.ts";

const CLASS = "is-focusing";
const MIDDLE = 0.42;
const root = (): DOMTokenList => document.documentElement.classList;

export const isFocusing = (): boolean => root().contains(CLASS);

/** Only the text is left on the page, with the paragraph one writes in the middle of the window. */
export function toggleFocus(view: EditorView, on = !isFocusing()): void {
  if (on === isFocusing()) return;
  root().toggle(CLASS, on);
  say(on ? "Only the text is shown. Press Escape to go back." : "Everything is shown again.");
  view.focus();
  view.dispatch(view.state.tr.scrollIntoView());
}

function centre(view: EditorView): void {
  const { top, bottom } = view.coordsAtPos(view.state.selection.head);
  scrollBy({ top: (top + bottom) / 2 - innerHeight * MIDDLE, behavior: "instant" });
}

export const focusing = new Plugin({
  props: {
    handleScrollToSelection: (view) => {
      if (!isFocusing()) return false;
      requestAnimationFrame(() => centre(view));
      return true;
    },
  },
  view: () => {
    let here: Element | undefined;
    return {
      update(view, before) {
        if (!isFocusing() && !here) return;
        const block = view.dom.children[view.state.selection.$head.index(0)];
        if (block !== here) {
          here?.classList.remove("here");
          block?.classList.add("here");
          here = block;
        }
        if (isFocusing() && !before.selection.eq(view.state.selection)) centre(view);
      },
      destroy: () => root().remove(CLASS),
    };
  },
});
