import { InputRule } from "prosemirror-inputrules";
import { isSmart } from "./choice.ts";
import type { Manner } from "./languages.ts";

const NARROW = "\u202f";
const OPENS = /(?:^|[\s\u00a0\u202f([{<—–\-/\ufffc“‘«„‚»›])$/;
// Word beginnings that English leaves out.
const LEFT_OUT = /(^|[^\p{L}\p{N}])‘(tis|twas|twere|em|til|cause|bout|round|n|\d0s)$/iu;

/** A rule looks at the text up to the caret with what is being typed at its end, and may put something else there. */
type Spell = (before: string) => { back: number; text: string } | null;

const put = (text: string, back = 0) => ({ back, text });
const isOpen = (before: string, open: string, close: string): boolean => before.lastIndexOf(open) > before.lastIndexOf(close);

function doubleQuote({ quotes: [open, close] }: Manner): Spell {
  return (before) => put(OPENS.test(before) && !isOpen(before, "«", "»") ? open : close);
}

function singleQuote({ quotes: [, , open, close], apostropheOnly }: Manner): Spell {
  return (before) => {
    if (apostropheOnly) return put("’");
    if (OPENS.test(before)) return put(open);
    return put(open !== "’" && isOpen(before, open, close) ? close : "’");
  };
}

const dash = ({ dash: line }: Manner): Spell => (before) => (/(?:^|[^-])-$/.test(before) ? put(line, 1) : null);

const ellipsis: Spell = (before) => (/(?:^|[^.])\.\.$/.test(before) ? put("…", 2) : null);

/** ’tis, not ‘tis; the closing mark of a quotation inside a word was an apostrophe. */
const secondThoughts = ({ quotes: [, , , close] }: Manner, typed: string): Spell => (before) => {
  const leftOut = LEFT_OUT.exec(before);
  if (leftOut && !/[\p{L}\p{N}]/u.test(typed)) return put(`’${leftOut[2]}${typed}`, (leftOut[2] as string).length + 1);
  if (close === "‘" && /[\p{L}]‘$/u.test(before) && /\p{L}/u.test(typed)) return put(`’${typed}`, 1);
  return null;
};

/** French: nothing stands directly before these. */
const spaceBefore = (typed: string): Spell => (before) => {
  const space = typed === ":" ? "\u00a0" : NARROW;
  if (typed === ":" && /\b(?:https?|mailto)$|\d$/.test(before)) return null;
  if (/[^\s\u00a0\u202f;:!?…([«-] $/.test(before)) return put(space + typed, 1);
  return /[\p{L}\p{N}»”)’]$/u.test(before) ? put(space + typed) : null;
};

function rule(typed: RegExp, spell: (typed: string) => Spell): InputRule {
  return new InputRule(typed, (state, match, _start, end) => {
    if (!isSmart()) return null;
    const $from = state.selection.$from;
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 300), $from.parentOffset, undefined, "\ufffc");
    const found = spell(match[0])(before);
    return found && state.tr.insertText(found.text, state.selection.from - found.back, end);
  }, { inCodeMark: false });
}

export function typographyRules(manner: Manner): InputRule[] {
  return [
    rule(/"$/, () => doubleQuote(manner)),
    rule(/'$/, () => singleQuote(manner)),
    rule(/-$/, () => dash(manner)),
    rule(/\.$/, () => (before) => ellipsis(before) ?? secondThoughts(manner, ".")(before)),
    rule(/[\p{L}\s,!?;:]$/u, (typed) => (before) =>
      secondThoughts(manner, typed)(before) ?? (manner.spaced && /[;:!?]/.test(typed) ? spaceBefore(typed)(before) : null)),
  ];
}
