import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** How a text reaches the server: `editor` is HTML that was written here, where every space and every id is meant. */
export type Format = "editor" | "auto" | "text" | "markdown" | "html";

export interface Written {
  text: string;
  format: Format;
}

/** What somebody is writing on this page: the form, and either the editor or the plain text area in it. */
export interface Writing {
  readonly form: HTMLFormElement;
  readonly area: HTMLTextAreaElement;
  /** Nothing while the plain text area is in use; ask again after every `onTurn`. */
  readonly view: EditorView | null;
  /** Nothing for a part that was never saved. */
  readonly partId: number | null;
  readonly storyId: number;
  /** Of the text that the page was opened with. */
  readonly revision: number;
  readonly language: string;

  /** After every change of the text; returns what stops it. The transaction is missing for the plain text area. */
  onChange(heard: (change: Transaction | null) => void): () => void;
  /** After the editor was turned on or off. */
  onTurn(heard: () => void): () => void;

  /** A top-level block as the server keeps it, with its id; "" for one in which nothing stands. Remembered per node. */
  serialise(block: Node): string;
  /** Everything, as a form would send it. Proportional to the text: not for every keystroke. */
  written(): Written;
  /** Puts other HTML in the place of the text, as one step that can be undone. Only blocks that differ are touched. */
  replace(html: string): void;
}
