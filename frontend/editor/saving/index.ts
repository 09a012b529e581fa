import type { Writing } from "../types.ts";

/** Called once, when the page is ready to be written on. */
export function startSaving(_writing: Writing): void {}
