import type { Node } from "prosemirror-model";
import { pairsOf } from "../schema/attributes.ts";
import { inlineHtml, opening } from "./inline.ts";
import { isSceneBreak } from "./ornaments.ts";

const CONTAINERS: Record<string, string> = { quotation: "blockquote", bullet_list: "ul", ordered_list: "ol", list_item: "li" };
const spelt = new WeakMap<Node, string>();

/** Keeps how the server spelt a block. A block never changes (an edit makes another one), so it is right for ever. */
export function remember(block: Node, html: string): Node {
  spelt.set(block, html);
  return block;
}

/** A block as lib/prose/sanitise.py would write it; "" for one in which nothing stands. */
export function serialise(block: Node): string {
  let html = spelt.get(block);
  if (html === undefined) remember(block, (html = blockHtml(block)));
  return html;
}

export function serialisePart(doc: Node): string {
  const blocks: string[] = [];
  doc.forEach((block) => {
    const html = serialise(block);
    if (html) blocks.push(html);
  });
  return blocks.join("\n");
}

function blockHtml(block: Node): string {
  if (block.type.name === "scene_break") return opening("hr", pairsOf(block.attrs));
  const container = CONTAINERS[block.type.name];
  return container ? containerHtml(block, container) : lineHtml(block);
}

function lineHtml(block: Node): string {
  const name = block.type.name;
  const tag = name === "heading" ? `h${block.attrs.level}` : name === "verbatim" ? "pre" : "p";
  const line = inlineHtml(block, tag === "pre");
  if (!line.inked) return "";
  if (tag === "p" && isSceneBreak(line.text)) return opening("hr", pairsOf({ id: block.attrs.id }));
  return `${opening(tag, pairsOf(block.attrs))}${line.html}</${tag}>`;
}

function containerHtml(block: Node, tag: string): string {
  const children = block.content.content.map((child) => ({ child, html: blockHtml(child) })).filter(({ html }) => html);
  if (children.length === 0) return "";
  const bare = tag === "li" && children.slice(1).every(({ child }) => child.type.name.endsWith("_list"));
  const inner = children.map(({ html }, at) => (bare && at === 0 ? withoutTags(html) : html)).join("");
  return `${opening(tag, pairsOf(block.attrs))}${inner}</${tag}>`;
}

/** A lone paragraph in a list item needs no tags of its own. */
const withoutTags = (html: string): string => (html.startsWith("<p>") ? html.slice(3, -4) : html);
