import { baseKeymap } from "prosemirror-commands";
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import type { Command, Plugin } from "prosemirror-state";
import { counting } from "./counting/plugin.ts";
import { finding } from "./find/plugin.ts";
import { focusing } from "./focus/focusing.ts";
import { identity } from "./identity/plugin.ts";
import { keys } from "./keys.ts";
import { near } from "./page/near.ts";
import { pasting } from "./paste/plugin.ts";
import { proofreading } from "./proof/plugin.ts";
import { typing } from "./typography/plugin.ts";

/** `own` are the keys of what stands around the text. */
export function plugins(language: string, own: Record<string, Command> = {}): Plugin[] {
  return [
    typing(language),
    keymap(own),
    keymap(keys),
    keymap(baseKeymap),
    history({ depth: 500 }),
    identity,
    counting,
    pasting,
    finding,
    proofreading,
    gapCursor(),
    dropCursor({ class: "drop-cursor", color: false }),
    near,
    focusing,
  ];
}
