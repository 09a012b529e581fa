import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { changedBlocks } from "../blocks.ts";
import { isId, newId } from "./ids.ts";

/** Every block has an id that no other has, and keeps it through whatever is done to the text. */
export const identity = new Plugin({
  key: new PluginKey("identity"),
  appendTransaction(transactions, before, after) {
    if (!transactions.some((transaction) => transaction.docChanged)) return null;
    return renamed(before.doc, after);
  },
});

function renamed(before: Node, state: EditorState): Transaction | null {
  const { old, fresh, from, at } = changedBlocks(before, state.doc);
  const names = namesFor(old, fresh, (id) => isElsewhere(state.doc, id, from, from + fresh.length));
  let transaction: Transaction | null = null;
  let position = at;
  fresh.forEach((block, index) => {
    const name = names[index] as string;
    transaction = setId(transaction, state, block, position, name);
    transaction = forgetInner(transaction, state, block, position);
    position += block.nodeSize;
  });
  return transaction;
}

const setId = (transaction: Transaction | null, state: EditorState, block: Node, position: number, id: string) =>
  block.attrs.id === id ? transaction : (transaction ?? state.tr).setNodeAttribute(position, "id", id);

/** What went into a quotation or a list is not a block of the part any more. */
function forgetInner(transaction: Transaction | null, state: EditorState, block: Node, position: number) {
  if (block.isTextblock || block.isLeaf) return transaction;
  block.descendants((inner, offset) => {
    if (inner.attrs.id) transaction = (transaction ?? state.tr).setNodeAttribute(position + 1 + offset, "id", "");
    return !inner.isTextblock;
  });
  return transaction;
}

/**
 * An untouched block keeps its name; then whoever brings one of the old names, the first with words in it; then a block
 * that brings a name nobody has (cut and pasted back, or an undone deletion). A block without a name inherits what is
 * left over, as when the type of a block was changed or a quotation was dissolved; the others get new ones.
 */
export function namesFor(old: readonly Node[], fresh: readonly Node[], isTaken: (id: string) => boolean): string[] {
  const names: string[] = fresh.map(() => "");
  const free = new Set(old.map((block) => block.attrs.id as string).filter(isId));
  const untouched = new Set(old);
  const claim = (may: (block: Node) => boolean, name: (block: Node) => string) =>
    fresh.forEach((block, index) => {
      const wish = names[index] === "" && may(block) ? name(block) : "";
      if (free.delete(wish)) names[index] = wish;
    });
  const own = (block: Node) => block.attrs.id as string;
  claim((block) => untouched.has(block), own);
  claim((block) => block.content.size > 0 || block.isLeaf, own);
  claim(() => true, own);
  claim((block) => !isId(own(block)), inner);
  const used = new Set(names);
  fresh.forEach((block, index) => {
    if (names[index] !== "") return;
    const wish = own(block);
    if (isId(wish) && !used.has(wish) && !free.has(wish) && !isTaken(wish)) names[index] = wish;
    else if (!isId(wish) && free.size) names[index] = free.values().next().value as string;
    else names[index] = newId();
    used.add(names[index] as string);
    free.delete(names[index] as string);
  });
  return names;
}

/** The name of the first block that went into a quotation or a list. */
function inner(block: Node): string {
  let found = "";
  block.descendants((child) => {
    found ||= (child.attrs.id as string | undefined) ?? "";
    return found === "" && !child.isTextblock;
  });
  return found;
}

function isElsewhere(doc: Node, id: string, from: number, to: number): boolean {
  for (let index = 0; index < doc.childCount; index++) {
    if ((index < from || index >= to) && doc.child(index).attrs.id === id) return true;
  }
  return false;
}
