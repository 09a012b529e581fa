/** What an element from another program says about its words, as far as a part can keep it. */
const TAGS: Record<string, string> = {
  B: "strong", STRONG: "strong", I: "em", EM: "em", CITE: "em", DFN: "em", VAR: "em", U: "u", INS: "u", S: "s", STRIKE: "s",
  DEL: "s", SUB: "sub", SUP: "sup", CODE: "code", KBD: "code", SAMP: "code", TT: "code", RUBY: "ruby", RT: "rt", RP: "rp",
};

export function wrappersOf(element: HTMLElement): string[] {
  const style = styleOf(element);
  const found = new Set<string>();
  const tag = TAGS[element.tagName];
  if (tag) found.add(tag);
  const weight = style("font-weight");
  if (/^(bold|bolder|[6-9]00)$/.test(weight)) found.add("strong");
  if (/^(normal|[1-4]00)$/.test(weight)) found.delete("strong");
  if (/^(italic|oblique)/.test(style("font-style"))) found.add("em");
  if (style("font-style") === "normal") found.delete("em");
  const line = `${style("text-decoration")} ${style("text-decoration-line")}`;
  if (line.includes("line-through")) found.add("s");
  if (line.includes("underline") && element.tagName !== "A") found.add("u");
  if (line.trim().startsWith("none")) found.delete("u");
  if (style("vertical-align") === "super") found.add("sup");
  if (style("vertical-align") === "sub") found.add("sub");
  if (style("font-variant").includes("small-caps") || style("font-variant-caps") === "small-caps" || isSmallCaps(element)) found.add("em.small-caps");
  return [...found];
}

export function alignmentOf(element: HTMLElement): string {
  const kept = ["center", "right", "justify", "left"].find((name) => element.classList.contains(`align-${name}`));
  const said = kept ?? (styleOf(element)("text-align") || element.getAttribute("align")?.toLowerCase() || "");
  // Flush left is how everybody writes; it is not worth telling.
  return kept || said === "center" || said === "right" ? said : "";
}

/** The policy of the page forbids styles in what is read too, so they were renamed; the names are odd ones anyway. */
export function styleOf(element: HTMLElement): (name: string) => string {
  const text = (element.getAttribute("data-style") ?? "").toLowerCase();
  return (name) => new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]*)`).exec(text)?.[1]?.trim() ?? "";
}

export const isHidden = (element: HTMLElement): boolean => {
  const style = styleOf(element);
  return style("display") === "none" || style("mso-hide") === "all" || /\bignore\b/.test(style("mso-list")) || isComment(element);
};

/** Word's comments in the margin, and the signs in the text that lead to them. */
const isComment = (element: HTMLElement): boolean =>
  /^comment/.test(styleOf(element)("mso-element")) || /\b(?:MsoCommentReference|msocom\w+)\b/.test(element.className);

const isSmallCaps = (element: HTMLElement): boolean => element.classList.contains("small-caps") && element.tagName !== "P";
