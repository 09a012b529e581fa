import type { Node } from "prosemirror-model";

// The rule is described in lib/prose/words.py; tests/lib/word-vectors.json holds both to it.
const EAST_ASIAN =
  "\\u3005-\\u3007\\u3021-\\u3029\\u3031-\\u3035\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff" +
  "\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9d\\u{20000}-\\u{3ffff}";
const JOINERS = "'’ʼ＇\\-\\u00ad\\u2010\\u2011\\u200c\\u200d";
const RUN = `(?:(?![${EAST_ASIAN}])[\\p{L}\\p{M}\\p{N}])+`;
const WORD = new RegExp(`[${EAST_ASIAN}]|${RUN}(?:[${JOINERS}]${RUN})*`, "gu");

// Words a minute (characters for Chinese and Japanese), as in words.py.
const USUAL_PACE = 228;
const PACES: Record<string, number> = {
  ar: 138, de: 179, es: 218, fi: 161, fr: 195, he: 187, it: 188, ja: 357, nl: 202, pl: 166,
  pt: 181, ru: 184, sl: 180, sv: 199, tr: 166, zh: 255,
};

const counted = new WeakMap<Node, number>();

export function countWords(text: string): number {
  let words = 0;
  WORD.lastIndex = 0;
  while (WORD.exec(text)) words++;
  return words;
}

export function readingMinutes(words: number, language: string): number {
  const pace = PACES[language.split("-")[0]?.toLowerCase() ?? ""] ?? USUAL_PACE;
  return Math.max(1, Math.round(words / pace));
}

/** A block is counted once: an edit makes another one. */
export function wordsOf(block: Node): number {
  let words = counted.get(block);
  if (words === undefined) counted.set(block, (words = wordsWithin(block, 0, block.content.size)));
  return words;
}

/** Counted as the server counts the block's text: readings in brackets, images by their descriptions. */
export function wordsWithin(parent: Node, from: number, to: number): number {
  let text = "";
  parent.nodesBetween(from, to, (node, at) => {
    if (node.isText) text += spoken(node, Math.max(0, from - at), Math.min(node.nodeSize, to - at));
    else if (node.isTextblock || node.type.name === "line_break") text += "\n";
    else if (node.type.name === "image") text += node.attrs.alt;
  });
  return countWords(text);
}

function spoken(node: Node, from: number, to: number): string {
  const marks = node.marks.map((mark) => mark.type.name);
  const text = (node.text as string).slice(from, to);
  return marks.includes("rp") ? "" : marks.includes("rt") ? `(${text})` : text;
}
