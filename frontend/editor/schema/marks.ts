import type { Mark, MarkSpec } from "prosemirror-model";
import { domAttributes, readSpoken, spoken } from "./attributes.ts";
import { tidyLink } from "./links.ts";

function spelt(tag: string, more: Partial<MarkSpec> = {}): MarkSpec {
  return {
    attrs: spoken,
    parseDOM: [{ tag, getAttrs: readSpoken }],
    toDOM: (mark) => [tag, domAttributes(mark.attrs), 0],
    ...more,
  };
}

let rubies = 0;

/** From the outside to the inside, where the text itself does not say otherwise. */
export const marks = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (element: HTMLElement) => {
          const href = tidyLink(element.getAttribute("href") ?? "");
          return href ? { href } : false;
        },
      },
    ],
    toDOM: (mark: Mark) => ["a", { href: mark.attrs.href, rel: "nofollow noopener ugc" }, 0],
  },
  // The number keeps two of them that stand side by side from becoming one.
  ruby: {
    attrs: { ...spoken, number: { default: 0 } },
    inclusive: false,
    parseDOM: [{ tag: "ruby", getAttrs: (element: HTMLElement) => ({ ...readSpoken(element), number: ++rubies }) }],
    toDOM: (mark: Mark) => ["ruby", domAttributes(mark.attrs), 0],
  },
  rt: spelt("rt", { excludes: "rt rp" }),
  rp: spelt("rp", { excludes: "rt rp", inclusive: false }),
  strong: spelt("strong"),
  em: spelt("em", { parseDOM: [{ tag: "em:not(.small-caps)", getAttrs: readSpoken }] }),
  s: spelt("s"),
  u: spelt("u"),
  sub: spelt("sub"),
  sup: spelt("sup"),
  small_caps: {
    parseDOM: [{ tag: "em.small-caps" }],
    toDOM: () => ["em", { class: "small-caps" }, 0],
  },
  code: spelt("code", { code: true }),
} satisfies Record<string, MarkSpec>;

export const newRuby = (): number => ++rubies;
