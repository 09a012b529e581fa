import { DOMParser, type Node } from "prosemirror-model";
import { isId, newId } from "../identity/ids.ts";
import { schema } from "../schema/index.ts";
import { remember } from "./serialise.ts";

const { paragraph, scene_break } = schema.nodes;
const SIMPLE = /^[^\r\n]*[^ \t\f\r\n][^\r\n]*$/;
const parser = DOMParser.fromSchema(schema);

/** A part from clean HTML, which is used up, every block with an id. Each remembers how it was spelt, for as long as nobody touches it. */
export function parsePart(source: ParentNode): Node {
  const blocks: Node[] = [];
  const holder = document.createElement("div");
  for (const element of Array.from(source.children)) {
    const html = element.outerHTML;
    const plain = plainBlock(element);
    if (plain) {
      blocks.push(remember(plain, html));
      continue;
    }
    holder.replaceChildren(element);
    const found = parser.parse(holder, { preserveWhitespace: true });
    const alone = found.childCount === 1;
    found.forEach((block) => blocks.push(alone && block.attrs.id ? remember(block, html) : named(block)));
  }
  source.replaceChildren();
  return schema.node("doc", null, blocks.length ? blocks : [named(schema.node("paragraph"))]);
}

export const parseHtml = (html: string): Node => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return parsePart(template.content);
};

/** Nearly every block of a novel: a paragraph of nothing but text, or a scene break. A fiftieth of the work of the others. */
function plainBlock(element: Element): Node | null {
  const { localName, id, attributes, firstChild } = element;
  if (attributes.length !== 1 || !isId(id)) return null;
  if (localName === "hr") return scene_break.create({ id });
  if (localName !== "p" || !firstChild || firstChild.nodeType !== 3 || firstChild.nextSibling) return null;
  const text = firstChild.nodeValue as string;
  return SIMPLE.test(text) ? paragraph.create({ id }, schema.text(text)) : null;
}

const named = (block: Node): Node =>
  block.attrs.id ? block : block.type.create({ ...block.attrs, id: newId() }, block.content, block.marks);
