import "./page.ts";
import type { Node } from "prosemirror-model";
import { EditorState, TextSelection, type Command, type Plugin } from "prosemirror-state";
import { parseHtml } from "../../editor/html/parse.ts";
import { serialisePart } from "../../editor/html/serialise.ts";

export const part = (...paragraphs: string[]): Node =>
  parseHtml(paragraphs.map((text, at) => (text === "* * *" ? `<hr id="b-0000000${at}">` : `<p id="b-0000000${at}">${text}</p>`)).join("\n"));

export const stateOf = (doc: Node, plugins: Plugin[], from = 1, to = from): EditorState =>
  EditorState.create({ doc, plugins, selection: TextSelection.create(doc, from, to) });

export function after(state: EditorState, command: Command): EditorState {
  let now = state;
  if (!command(state, (transaction) => (now = state.apply(transaction)))) throw new Error("the command did not apply");
  return now;
}

export const html = (state: EditorState): string => serialisePart(state.doc);

/** Ids and words: "0:One 1:Two", with a letter for every id that is new. */
export function named(doc: Node): string {
  const blocks: string[] = [];
  doc.forEach((block) => {
    const id = block.attrs.id as string;
    blocks.push(`${/^b-0000000\d$/.test(id) ? id.slice(-1) : /^b-[0-9a-z]{8}$/.test(id) ? "new" : "none"}:${block.textContent}`);
  });
  return blocks.join(" ");
}
