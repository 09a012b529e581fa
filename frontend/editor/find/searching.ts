import type { Node } from "prosemirror-model";

export interface Sought {
  text: string;
  matchCase: boolean;
  wholeWords: boolean;
}

export interface Match {
  from: number;
  to: number;
}

const SPECIAL = /[.*+?^${}()|[\]\\/]/g;
const LIKE: readonly (readonly [RegExp, string])[] = [
  [/['’‘ʼ]/g, "['’‘ʼ]"],
  [/["“”„]/g, '["“”„]'],
  [/[ \u00a0\u202f]+/g, "[ \\u00a0\\u202f]+"],
];

/** What was typed, spelt in any of the ways that mean the same: quotation marks straight or curved, spaces of any kind. */
export function patternOf({ text, matchCase, wholeWords }: Sought): RegExp | null {
  if (text === "") return null;
  let pattern = text.replace(SPECIAL, "\\$&");
  for (const [spellings, any] of LIKE) pattern = pattern.replace(spellings, any);
  if (wholeWords) pattern = `(?<![\\p{L}\\p{M}\\p{N}_])(?:${pattern})(?![\\p{L}\\p{M}\\p{N}_])`;
  return new RegExp(pattern, matchCase ? "gu" : "giu");
}

/** Looks through each block once, until the block changes or something else is sought. */
export class Search {
  private readonly found = new WeakMap<Node, readonly Match[]>();

  constructor(private readonly pattern: RegExp) {}

  all(doc: Node): Match[] {
    const matches: Match[] = [];
    doc.forEach((block, at) => {
      for (const { from, to } of this.within(block)) matches.push({ from: from + at, to: to + at });
    });
    return matches;
  }

  private within(block: Node): readonly Match[] {
    let matches = this.found.get(block);
    if (!matches) this.found.set(block, (matches = this.look(block)));
    return matches;
  }

  private look(block: Node): Match[] {
    const matches: Match[] = [];
    const line = (node: Node, at: number) => {
      const text = node.textBetween(0, node.content.size, undefined, "\ufffc");
      for (const found of text.matchAll(this.pattern)) {
        if (found[0]) matches.push({ from: at + 1 + found.index, to: at + 1 + found.index + found[0].length });
      }
    };
    if (block.isTextblock) line(block, 0);
    else block.descendants((node, at) => {
      if (node.isTextblock) line(node, at + 1);
      return !node.isTextblock;
    });
    return matches;
  }
}

/** The first match that begins at or after a place, or the first of all. */
export function nextFrom(matches: readonly Match[], place: number): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((matches[middle] as Match).from < place) low = middle + 1;
    else high = middle;
  }
  return low === matches.length ? 0 : low;
}
