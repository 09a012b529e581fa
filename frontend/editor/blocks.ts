import type { Node } from "prosemirror-model";

export interface Changed {
  old: readonly Node[];
  fresh: readonly Node[];
  /** Index and position of the first fresh block. */
  from: number;
  at: number;
}

/** What differs between two states of a part. Blocks are compared by reference: a few microseconds for thousands. */
export function changedBlocks(before: Node, after: Node): Changed {
  const one: readonly Node[] = before.content.content;
  const other: readonly Node[] = after.content.content;
  const most = Math.min(one.length, other.length);
  let head = 0;
  let at = 0;
  while (head < most && one[head] === other[head]) at += (one[head++] as Node).nodeSize;
  let tail = 0;
  while (tail < most - head && one[one.length - 1 - tail] === other[other.length - 1 - tail]) tail++;
  return { old: one.slice(head, one.length - tail), fresh: other.slice(head, other.length - tail), from: head, at };
}
