import { baseKeymap } from "prosemirror-commands";
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import type { Plugin } from "prosemirror-state";
import { identity } from "./identity/plugin.ts";
import { keys } from "./keys.ts";
import type { Writing } from "./types.ts";

export function plugins(_writing: Writing): Plugin[] {
  return [keymap(keys), keymap(baseKeymap), history({ depth: 500 }), identity, gapCursor(), dropCursor()];
}
