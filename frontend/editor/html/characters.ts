// The same rules as in lib/prose/limits.py, markup.py and leaf.py.
const UNWELCOME =
  /[\u0000-\u0008\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const LINE_ENDS = /\r\n?|[\u000b\u000c]/g;
const SUSPECT = /[^\n\t -~\u00a0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]/;
const INVISIBLE =
  /^[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff]*$/;
const SPACES = /[ \t\n]+/g;

/** Without what no reader can see or should be fooled by. */
export const tidy = (text: string): string =>
  SUSPECT.test(text) ? text.replace(LINE_ENDS, "\n").replace(UNWELCOME, "") : text;

export const isInk = (text: string): boolean => !INVISIBLE.test(text);

/** A line end and the white space around it become one space; other runs stay as they are. */
export const foldLineEnds = (text: string): string =>
  text.includes("\n") ? text.replace(SPACES, (run) => (run.includes("\n") ? " " : run)) : text;

const NAMES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\u00a0": "&nbsp;", '"': "&quot;" };

export const escapeText = (text: string): string => text.replace(/[&<>\u00a0]/g, (c) => NAMES[c] as string);
export const escapeValue = (text: string): string => text.replace(/[&<>\u00a0"]/g, (c) => NAMES[c] as string);
