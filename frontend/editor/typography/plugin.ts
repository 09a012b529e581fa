import { inputRules } from "prosemirror-inputrules";
import type { Plugin } from "prosemirror-state";
import { mannerOf } from "./languages.ts";
import { markingRules } from "./marking.ts";
import { typographyRules } from "./rules.ts";

/** What typing turns into something else. Backspace right after it takes it back. */
export function typing(language: string): Plugin {
  const manner = mannerOf(language);
  return inputRules({ rules: [...markingRules, ...(manner ? typographyRules(manner) : [])] });
}
