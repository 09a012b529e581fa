import type { Mark, ResolvedPos } from "prosemirror-model";
import type { Command, EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { newRuby } from "../schema/marks.ts";
import { tidyLink } from "../schema/links.ts";
import { schema } from "../schema/index.ts";
import { ask } from "./question.ts";

const { link, ruby, rt, rp } = schema.marks;

interface Marked {
  from: number;
  to: number;
  mark: Mark | null;
}

/** The stretch around the caret that bears one mark of this kind, or the selection. */
function stretch(state: EditorState, find: ($at: ResolvedPos) => Mark | undefined): Marked {
  const { $from, from, to, empty } = state.selection;
  const mark = find($from) ?? null;
  if (!mark || !empty) return { from, to, mark };
  const { parent } = $from;
  let start = 0;
  let found: Marked = { from, to, mark };
  parent.forEach((child, offset, index) => {
    if (!mark.isInSet(child.marks)) start = offset + child.nodeSize;
    const ends = !parent.maybeChild(index + 1) || !mark.isInSet((parent.child(index + 1)).marks);
    const end = offset + child.nodeSize;
    if (mark.isInSet(child.marks) && ends && $from.parentOffset >= start && $from.parentOffset <= end) {
      found = { from: $from.start() + start, to: $from.start() + end, mark };
    }
  });
  return found;
}

const markOf = (name: "link" | "ruby") => ($at: ResolvedPos) =>
  [...$at.marks(), ...($at.nodeAfter?.marks ?? []), ...($at.nodeBefore?.marks ?? [])].find((mark) => mark.type === schema.marks[name]);

const withScheme = (address: string): string =>
  /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : address.includes("@") ? `mailto:${address}` : address.includes(".") ? `https://${address}` : address;

export const askLink: Command = (state, _dispatch, view) => {
  const { from, to, mark } = stretch(state, markOf("link"));
  if (view) ask(view, {
    label: "Address of the link",
    value: mark?.attrs.href ?? "",
    type: "url",
    help: "A page (https://…) or an e-mail address.",
    give: (answer) => {
      const href = tidyLink(withScheme(answer));
      if (!href) return "A link can only lead to http, https or mailto addresses.";
      putLink(view, from, to, href);
      return null;
    },
    remove: mark ? () => view.dispatch(view.state.tr.removeMark(from, to, link)) : null,
  });
  return true;
};

function putLink(view: EditorView, from: number, to: number, href: string): void {
  const transaction = view.state.tr;
  const end = from === to ? from + href.length : to;
  if (from === to) transaction.insertText(href, from);
  view.dispatch(transaction.removeMark(from, end, link).addMark(from, end, link.create({ href })));
}

export const askReading: Command = (state, _dispatch, view) => {
  const { from, to, mark } = stretch(state, markOf("ruby"));
  const { base, reading } = told(state, from, to);
  if (!base) return false;
  if (view) ask(view, {
    label: `Reading above “${base.slice(0, 30)}”`,
    value: reading,
    type: "text",
    help: "Small characters above the words, as for the reading of kanji.",
    give: (answer) => {
      if (!answer) return "Say what should stand above the words.";
      putReading(view, from, to, base, answer);
      return null;
    },
    remove: mark ? () => view.dispatch(view.state.tr.replaceWith(from, to, schema.text(base))) : null,
  });
  return true;
};

function told(state: EditorState, from: number, to: number): { base: string; reading: string } {
  let base = "";
  let reading = "";
  state.doc.nodesBetween(from, to, (node, at) => {
    if (!node.isText) return;
    const text = (node.text as string).slice(Math.max(0, from - at), to - at);
    if (rt.isInSet(node.marks)) reading += text;
    else if (!rp.isInSet(node.marks)) base += text;
  });
  return { base, reading };
}

function putReading(view: EditorView, from: number, to: number, base: string, reading: string): void {
  const marks = [ruby.create({ number: newRuby() })];
  const above = (text: string, type: typeof rt) => schema.text(text, type.create().addToSet(marks));
  view.dispatch(view.state.tr.replaceWith(from, to, [schema.text(base, marks), above("(", rp), above(reading, rt), above(")", rp)]));
}
