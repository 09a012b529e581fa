import { DOMParser, type Node } from "prosemirror-model";
import { newId } from "../identity/ids.ts";
import { schema } from "../schema/index.ts";
import { remember } from "./serialise.ts";

const parser = DOMParser.fromSchema(schema);

/** A part from clean HTML, which is used up, every block with an id. Each remembers how it was spelt, for as long as nobody touches it. */
export function parsePart(source: ParentNode): Node {
  const blocks: Node[] = [];
  const holder = document.createElement("div");
  for (const element of Array.from(source.children)) {
    const html = element.outerHTML;
    holder.replaceChildren(element);
    const found = parser.parse(holder, { preserveWhitespace: true });
    const alone = found.childCount === 1;
    found.forEach((block) => blocks.push(alone && block.attrs.id ? remember(block, html) : named(block)));
  }
  return schema.node("doc", null, blocks.length ? blocks : [named(schema.node("paragraph"))]);
}

export const parseHtml = (html: string): Node => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return parsePart(template.content);
};

const named = (block: Node): Node =>
  block.attrs.id ? block : block.type.create({ ...block.attrs, id: newId() }, block.content, block.marks);
