import type { Attrs, AttributeSpec } from "prosemirror-model";
import { isId } from "../identity/ids.ts";

const LANGUAGE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/;
const DIRECTIONS = new Set(["ltr", "rtl", "auto"]);
export const ALIGNMENTS = ["left", "center", "right", "justify"] as const;
export type Alignment = (typeof ALIGNMENTS)[number];

type Specs = Record<string, AttributeSpec>;
export type Pairs = readonly (readonly [name: string, value: string])[];

/** What every element may say about the language of its words. */
export const spoken: Specs = { lang: { default: "" }, dir: { default: "" } };
/** A block of the part has an id; one inside a quotation or a list has none. */
export const whole: Specs = { id: { default: "" }, ...spoken };
export const lines: Specs = { ...whole, align: { default: "" }, smallCaps: { default: false } };

export function readSpoken(element: HTMLElement): Attrs {
  const lang = element.getAttribute("lang") ?? "";
  const dir = (element.getAttribute("dir") ?? "").toLowerCase();
  return { lang: lang.length <= 35 && LANGUAGE.test(lang) ? lang : "", dir: DIRECTIONS.has(dir) ? dir : "" };
}

export function readWhole(element: HTMLElement): Attrs {
  const id = element.id;
  return { id: isId(id) ? id : "", ...readSpoken(element) };
}

export function readLines(element: HTMLElement): Attrs {
  const align = ALIGNMENTS.find((name) => element.classList.contains(`align-${name}`)) ?? "";
  return { ...readWhole(element), align, smallCaps: element.classList.contains("small-caps") };
}

/** In the order in which the server writes them; empty ones are left out. */
export function pairsOf(attrs: Attrs): Pairs {
  const classes = [attrs.align && `align-${attrs.align}`, attrs.smallCaps && "small-caps"].filter(Boolean).join(" ");
  const pairs = [["id", attrs.id], ["class", classes], ["lang", attrs.lang], ["dir", attrs.dir]] as const;
  return pairs.filter(([, value]) => value);
}

export const domAttributes = (attrs: Attrs): Record<string, string> => Object.fromEntries(pairsOf(attrs));
