import { Schema, type MarkSpec, type NodeSpec } from "prosemirror-model";
import { marks } from "./marks.ts";
import { nodes } from "./nodes.ts";

/** What a part may consist of: exactly what lib/prose/sanitise.py lets through. */
export const schema = new Schema<keyof typeof nodes, keyof typeof marks>({
  nodes: nodes as Record<keyof typeof nodes, NodeSpec>,
  marks: marks as Record<keyof typeof marks, MarkSpec>,
});
