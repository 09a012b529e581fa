/** How a language writes speech: outer and inner quotation marks, and what two hyphens become. */
export interface Manner {
  readonly quotes: readonly [open: string, close: string, innerOpen: string, innerClose: string];
  readonly dash: string;
  /** A single quotation mark is always an apostrophe: nobody types inner quotations with it. */
  readonly apostropheOnly?: boolean;
  /** Narrow spaces before ; ! ? and a wider one before the colon. */
  readonly spaced?: boolean;
}

const NARROW = "\u202f";
const manner = (quotes: string, dash = "–", more: Partial<Manner> = {}): Manner => ({
  quotes: [...quotes] as unknown as Manner["quotes"],
  dash,
  ...more,
});

const ENGLISH = manner("“”‘’", "—");
const GERMAN = manner("„“‚‘");
const ANGLED = manner("«»“”", "—");
const SLAVIC = manner("«»„“", "—", { apostropheOnly: true });
const SWEDISH = manner("””’’");

const MANNERS: Record<string, Manner> = {
  en: ENGLISH, ga: ENGLISH, cy: ENGLISH, fil: ENGLISH, tl: ENGLISH, hi: ENGLISH, zh: ENGLISH, ko: ENGLISH, vi: ENGLISH,
  id: ENGLISH, ms: ENGLISH, sw: ENGLISH, tr: manner("“”‘’", "—"), nl: manner("“”‘’"), pt: manner("“”‘’", "—"),
  de: GERMAN, cs: GERMAN, sk: GERMAN, sl: GERMAN, bg: manner("„“’’", "—"), is: GERMAN, lt: GERMAN, et: GERMAN, lv: GERMAN,
  "de-ch": manner("«»‹›"), "de-li": manner("«»‹›"),
  fr: {
    quotes: [`«${NARROW}`, `${NARROW}»`, "“", "”"],
    dash: "—",
    apostropheOnly: true,
    spaced: true,
  },
  "fr-ch": manner("«»‹›", "–", { apostropheOnly: true }),
  es: ANGLED, ca: manner("«»“”", "—", { apostropheOnly: true }), gl: ANGLED, el: ANGLED, eu: ANGLED, hy: ANGLED, ar: ANGLED, fa: ANGLED,
  it: manner("«»“”", "–", { apostropheOnly: true }), "it-ch": manner("«»‹›", "–", { apostropheOnly: true }),
  ru: SLAVIC, uk: SLAVIC, be: SLAVIC, pl: manner("„”«»", "–", { apostropheOnly: true }), ro: manner("„”«»", "–", { apostropheOnly: true }), hu: manner("„”»«"),
  hr: manner("„”‘’"), sr: manner("„”’’"), sv: SWEDISH, fi: SWEDISH, da: manner("»«›‹"), no: manner("«»‘’"), nb: manner("«»‘’"), nn: manner("«»‘’"),
};

/** Nothing for a language whose marks somebody types by hand, such as Japanese. */
export function mannerOf(language: string): Manner | null {
  const whole = language.toLowerCase();
  return MANNERS[whole] ?? MANNERS[whole.split("-")[0] as string] ?? null;
}
