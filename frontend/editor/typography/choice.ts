import { keep, kept } from "../../lib/storage.ts";

const NAME = "smart-punctuation";

/** Whether quotation marks and dashes are set while somebody types; remembered in this browser. */
export const isSmart = (): boolean => kept(NAME, true);
export const setSmart = (smart: boolean): void => keep(NAME, smart);
