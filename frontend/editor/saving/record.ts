import type { Change } from "./changes.ts";

export const FIELDS = ["title", "notes_before", "notes_after"] as const;
export type FieldName = (typeof FIELDS)[number];
export type Fields = Partial<Record<FieldName, string>>;

/** The text itself: as changes of the revision it started from, or whole where there is none to change. */
export interface Said {
  changes?: Change[];
  html?: string;
  text?: string;
  format?: string;
}

/** What one window has that the server does not. It goes to the browser's store and to the server in this very form. */
export interface Unsent extends Said {
  base: number;
  tab: string;
  turn: number;
  key?: string;
  fields: Fields;
  was: Fields;
  asked?: boolean;
}

/** As it lies in the browser's store. */
export interface Kept {
  /** One for each window and part. */
  id: string;
  /** "part:7", or "new:3" for a part of story 3 that the server has not heard of. */
  place: string;
  writer: string;
  title: string;
  at: number;
  unsent: Unsent;
}

export const recordId = (place: string, tab: string): string => `${place} ${tab}`;
