import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Problem } from "./messages.ts";

export interface Issue extends Problem {
  /** The id of the block it stands in, and the words themselves. */
  place: string;
  words: string;
}

interface Report {
  /** A textblock at a position, and what was found in it. */
  line: Node;
  at: number;
  issues: readonly Issue[];
}

type Meta = { reports: readonly Report[] } | { drop: (issue: Issue) => boolean } | { end: true };
const key = new PluginKey<DecorationSet>("proofreading");

export const proofreading = new Plugin<DecorationSet>({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply(transaction, before) {
      const set = before === DecorationSet.empty ? before : before.map(transaction.mapping, transaction.doc);
      const meta = transaction.getMeta(key) as Meta | undefined;
      if (!meta) return set;
      if ("end" in meta) return DecorationSet.empty;
      if ("drop" in meta) return set.remove(set.find().filter((each) => meta.drop(each.spec.issue)));
      return meta.reports.reduce((all, report) => reported(all, transaction.doc, report), set);
    },
  },
  props: { decorations: (state) => key.getState(state) },
});

function reported(set: DecorationSet, doc: Node, { line, at, issues }: Report): DecorationSet {
  const stale = set.find(at, at + line.nodeSize);
  const fresh = issues.map((issue) => Decoration.inline(at + 1 + issue.from, at + 1 + issue.to, { class: "issue" }, { issue }));
  return set.remove(stale).add(doc, fresh);
}

export const report = (transaction: Transaction, reports: readonly Report[]): Transaction => transaction.setMeta(key, { reports });
export const drop = (transaction: Transaction, which: (issue: Issue) => boolean): Transaction => transaction.setMeta(key, { drop: which });
export const endReports = (transaction: Transaction): Transaction => transaction.setMeta(key, { end: true });

export interface Standing {
  from: number;
  to: number;
  issue: Issue;
}

export const standing = (state: EditorState): Standing[] =>
  (key.getState(state)?.find() ?? [])
    .map(({ from, to, spec }) => ({ from, to, issue: spec.issue as Issue }))
    .sort((one, other) => one.from - other.from);
