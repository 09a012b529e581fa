import type { Node, NodeSpec } from "prosemirror-model";
import { domAttributes, lines, readLines, readSpoken, readWhole, spoken, whole } from "./attributes.ts";

const HEADINGS = [2, 3, 4] as const;

function container(tag: string, content: string): NodeSpec {
  return {
    attrs: whole,
    content,
    group: "block",
    defining: true,
    parseDOM: [{ tag, getAttrs: readWhole }],
    toDOM: (node) => [tag, domAttributes(node.attrs), 0],
  };
}

export const nodes = {
  doc: { content: "block+" },
  paragraph: {
    attrs: lines,
    content: "inline*",
    group: "block",
    parseDOM: [{ tag: "p", getAttrs: readLines }],
    toDOM: (node: Node) => ["p", domAttributes(node.attrs), 0],
  },
  heading: {
    attrs: { level: { default: 2 }, ...lines },
    content: "inline*",
    group: "block",
    defining: true,
    parseDOM: HEADINGS.map((level) => ({
      tag: `h${level}`,
      getAttrs: (element: HTMLElement) => ({ level, ...readLines(element) }),
    })),
    toDOM: (node: Node) => [`h${node.attrs.level}`, domAttributes(node.attrs), 0],
  },
  verbatim: {
    attrs: lines,
    content: "inline*",
    group: "block",
    code: true,
    defining: true,
    parseDOM: [{ tag: "pre", preserveWhitespace: "full", getAttrs: readLines }],
    toDOM: (node: Node) => ["pre", domAttributes(node.attrs), 0],
  },
  scene_break: {
    attrs: { id: { default: "" } },
    group: "block",
    parseDOM: [{ tag: "hr", getAttrs: (element: HTMLElement) => ({ id: readWhole(element).id }) }],
    toDOM: (node: Node) => ["hr", domAttributes(node.attrs)],
  },
  quotation: container("blockquote", "block+"),
  bullet_list: container("ul", "list_item+"),
  ordered_list: container("ol", "list_item+"),
  list_item: {
    attrs: spoken,
    content: "block+",
    defining: true,
    parseDOM: [{ tag: "li", getAttrs: readSpoken }],
    toDOM: (node: Node) => ["li", domAttributes(node.attrs), 0],
  },
  text: { group: "inline" },
  line_break: {
    group: "inline",
    inline: true,
    selectable: false,
    linebreakReplacement: true,
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
    leafText: () => "\n",
  },
  image: {
    attrs: { src: {}, alt: { default: "" } },
    group: "inline",
    inline: true,
    draggable: true,
    parseDOM: [
      {
        tag: 'img[src^="/files/"]',
        getAttrs: (element: HTMLElement) => ({ src: element.getAttribute("src"), alt: element.getAttribute("alt") ?? "" }),
      },
    ],
    toDOM: (node: Node) => ["img", { src: node.attrs.src, alt: node.attrs.alt }],
  },
} satisfies Record<string, NodeSpec>;
