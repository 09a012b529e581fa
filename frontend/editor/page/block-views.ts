import { DOMSerializer, type Node } from "prosemirror-model";
import type { NodeView, NodeViewConstructor } from "prosemirror-view";

/** As the schema draws it; but classes and heights may be put on a block from outside, and that is no edit. */
function drawn(node: Node): NodeView {
  const toDOM = node.type.spec.toDOM as (node: Node) => Parameters<typeof DOMSerializer.renderSpec>[1];
  const { dom, contentDOM } = DOMSerializer.renderSpec(document, toDOM(node));
  return {
    dom,
    ...(contentDOM ? { contentDOM } : {}),
    ignoreMutation: (mutation) => mutation.type === "attributes" && mutation.target === dom,
  };
}

const BLOCKS = ["paragraph", "heading", "verbatim", "scene_break", "quotation", "bullet_list", "ordered_list"];

export const blockViews: Record<string, NodeViewConstructor> = Object.fromEntries(BLOCKS.map((name) => [name, drawn]));
