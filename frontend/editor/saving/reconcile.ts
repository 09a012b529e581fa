import type { Writing } from "../types.ts";
import { applied } from "./changes.ts";
import { blocksOf, type WritingPage } from "./page.ts";
import type { FieldName, Kept } from "./record.ts";
import { hasArrived, type Answer } from "./server.ts";
import type { Store } from "./store.ts";
import { isOpen } from "./tab.ts";

export interface Found {
  /** What is back in the page, and goes to the server from here. */
  back: Kept | null;
  /** What the server has beside the line now, with the pages that compare. */
  aside: string[];
  /** What the server would not or could not take: it stays in this browser. */
  left: Kept[];
  /** The server's newest text is another one than the page shows. */
  isOlder: boolean;
}

/** What windows that are gone kept of this part and the server never got. */
export async function leftBehind(store: Store, place: string, writer: string, tab: string): Promise<Kept[]> {
  const mine = (await store.all()).filter((kept) => kept.place === place && kept.writer === writer);
  const open = await Promise.all(mine.map(({ unsent }) => unsent.tab !== tab && isOpen(unsent.tab)));
  return mine.filter((_, at) => !open[at]);
}

/** The newest comes back into the page when it goes on from what stands there; the others go to the server as they are. */
export async function reconcile(writing: Writing, page: WritingPage, store: Store, kept: Kept[]): Promise<Found> {
  const found: Found = { back: null, aside: [], left: [], isOlder: false };
  for (const record of kept) {
    if (!found.back && !writing.form.dataset.bound && fits(writing, record) && bringBack(writing, page, record)) {
      found.back = record;
      continue;
    }
    const answer = await page.put(record.unsent, false);
    await settle(answer, record, writing, store, found);
  }
  return found;
}

const fits = (writing: Writing, { unsent }: Kept): boolean =>
  unsent.key !== undefined ? writing.partId === null : unsent.base === writing.revision;

function bringBack(writing: Writing, page: WritingPage, { unsent }: Kept): boolean {
  const { view } = writing;
  if (unsent.changes) {
    const blocks = view && page.blocks ? applied(page.blocks, unsent.changes) : null;
    if (!blocks) return false;
    writing.replace(blocks.join("\n"));
  } else if (unsent.html !== undefined) {
    if (!view) return false;
    writing.replace(unsent.html);
  } else if (unsent.text !== undefined) {
    if (view) return false;
    writing.replace(unsent.text);
  }
  for (const [name, value] of Object.entries(unsent.fields)) {
    const field = page.field(name as FieldName);
    if (field) field.value = value;
  }
  if (unsent.key) page.adopt(unsent.key);
  return view === null || blocksOf(writing).length > 0 || !unsent.html;
}

async function settle(answer: Answer, record: Kept, writing: Writing, store: Store, found: Found): Promise<void> {
  if (!hasArrived(answer)) {
    found.left.push(record);
    return;
  }
  await store.remove(record.id);
  if (answer.kind === "aside" && answer.compare) found.aside.push(answer.compare);
  if (answer.kind === "saved" && answer.revision !== writing.revision) found.isOlder = true;
}
