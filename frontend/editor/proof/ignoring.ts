import { keep, kept } from "../../lib/storage.ts";

const NAME = "proofread-ignored";
const MOST = 2000;
const keyOf = (kind: string, words: string): string => `${kind}: ${words.toLowerCase()}`;

/** What the writer does not want to hear again: in this browser for ever, or here for as long as the page is open. */
export class Ignored {
  private readonly always = new Set(kept<string[]>(NAME, []));
  private readonly here = new Set<string>();

  has(kind: string, words: string, place: string): boolean {
    return this.always.has(keyOf(kind, words)) || this.here.has(`${place} ${keyOf(kind, words)}`);
  }

  once(kind: string, words: string, place: string): void {
    this.here.add(`${place} ${keyOf(kind, words)}`);
  }

  forEver(kind: string, words: string): void {
    this.always.add(keyOf(kind, words));
    keep(NAME, [...this.always].slice(-MOST));
  }
}
