import { isSceneBreak } from "../html/ornaments.ts";
import { isInk } from "../html/characters.ts";
import { alignmentOf, isHidden, styleOf, wrappersOf } from "./styles.ts";

const BLOCKS = new Set(
  ("P DIV H1 H2 H3 H4 H5 H6 BLOCKQUOTE UL OL LI PRE TABLE TBODY THEAD TFOOT TR TD TH CAPTION SECTION ARTICLE ASIDE HEADER FOOTER " +
    "MAIN NAV FIGURE FIGCAPTION ADDRESS CENTER DL DT DD FORM FIELDSET DETAILS SUMMARY BODY").split(" "),
);
const GONE = new Set("SCRIPT STYLE TEMPLATE HEAD META LINK TITLE SVG MATH IFRAME OBJECT TEXTAREA SELECT BUTTON NOSCRIPT XML".split(" "));
const HEADINGS: Record<string, string> = { H1: "h2", H2: "h2", H3: "h3", H4: "h4", H5: "h4", H6: "h4" };
const TAG = /<[a-z][^>]*>/gi;
const STYLE = /\sstyle\s*=/gi;
const SHEETS = /<style[\s>][^]*?<\/style\s*>/gi;
const WORD = /urn:schemas-microsoft-com:office|\bmso-/i;
const SPACE = /[ \t\n\r\f]+/g;

/** HTML from the clipboard, whatever program wrote it, as the few elements that a part is made of. */
export function cleanPasted(html: string): string {
  const unstyled = html.replace(SHEETS, "").replace(TAG, (tag) => tag.replace(STYLE, " data-style="));
  const source = new DOMParser().parseFromString(unstyled, "text/html");
  if (WORD.test(html)) acceptChanges(source);
  const target = document.implementation.createHTMLDocument().body;
  new Cleaner(target).children(source.body);
  tidyLists(target);
  return target.innerHTML;
}

/** In Word these are changes that somebody tracks, not marks: what was deleted is nobody's to read. */
function acceptChanges(source: Document): void {
  source.querySelectorAll("del").forEach((deleted) => deleted.remove());
  source.querySelectorAll("ins").forEach((added) => added.replaceWith(...Array.from(added.childNodes)));
}

/** Google writes links as addresses of its own, which tell it who follows them. */
function addressOf(element: HTMLElement): string {
  const href = element.getAttribute("href") ?? "";
  const through = /^https?:\/\/www\.google\.[a-z.]+\/url\?/.test(href) ? new URL(href).searchParams : null;
  return through?.get("q") ?? through?.get("url") ?? href;
}

class Cleaner {
  /** Where the next block goes, the paragraph that is being filled, and the inline elements open in it. */
  private line: HTMLElement | null = null;
  private tag = "p";
  private align = "";
  private id = "";
  private wrappers: HTMLElement[] = [];
  private verbatim = false;
  private inner: HTMLElement;

  constructor(private place: HTMLElement) {
    this.inner = place;
  }

  children(parent: Node): void {
    parent.childNodes.forEach((child) => {
      if (child.nodeType === 3) this.text(child.nodeValue ?? "");
      else if (child.nodeType === 1) this.element(child as HTMLElement);
    });
  }

  private element(element: HTMLElement): void {
    const tag = element.tagName;
    if (GONE.has(tag) || isHidden(element)) return;
    if (tag === "BR") this.lineBreak(element);
    else if (tag === "HR") this.sceneBreak(element.id);
    else if (tag === "IMG") this.image(element);
    else if (BLOCKS.has(tag)) this.block(element);
    else if (tag === "Q") this.inline(element, () => { this.text("“"); this.children(element); this.text("”"); });
    else this.inline(element, () => this.children(element));
  }

  private inline(element: HTMLElement, fill: () => void): void {
    const linked = this.wrappers.some(({ tagName }) => tagName === "A");
    const own = wrappersOf(element).filter((name) => !(linked && name === "u")).map(make);
    const href = element.tagName === "A" ? addressOf(element) : "";
    if (href) own.unshift(Object.assign(make("a"), { href }));
    // The whole document of Google stands in one <b> that is not bold; blocks in it must not be torn apart.
    this.wrappers.push(...own);
    this.reopen();
    fill();
    this.wrappers.splice(this.wrappers.length - own.length);
    this.reopen();
  }

  private block(element: HTMLElement): void {
    const { tag, align, id, place, verbatim, wrappers } = this;
    this.finish();
    this.align = alignmentOf(element) || (element.tagName === "CENTER" ? "center" : align);
    this.id = element.id.startsWith("b-") ? element.id : "";
    this.tag = HEADINGS[element.tagName] ?? (element.tagName === "PRE" ? "pre" : tag);
    this.verbatim = verbatim || element.tagName === "PRE";
    this.wrappers = [...wrappers, ...wrappersOf(element).filter((name) => this.tag === "p" || name !== "strong").map(make)];
    this.into(element);
    this.children(element);
    this.finish();
    if (this.place !== place && !this.place.childNodes.length) this.place.remove();
    Object.assign(this, { tag, align, id, place, verbatim, wrappers });
  }

  /** Quotations and lists are places of their own; so is what Word says is an item. */
  private into(element: HTMLElement): void {
    const name = element.tagName;
    if (name === "BLOCKQUOTE" || name === "UL" || name === "OL" || (name === "LI" && /^(UL|OL)$/.test(this.place.tagName))) {
      this.place = this.place.appendChild(make(name.toLowerCase()));
      if (this.id) this.place.id = this.id;
      this.tag = "p";
      this.id = "";
    } else if (/\bl\d+ level\d+/.test(styleOf(element)("mso-list"))) {
      const marker = element.textContent?.trim() ?? "";
      this.place = this.place.appendChild(make(/^[(\d]|^[a-z][.)]/i.test(marker) ? "ol" : "ul")).appendChild(make("li"));
    }
  }

  private text(text: string): void {
    const said = this.verbatim ? text : text.replace(SPACE, " ");
    if (!this.verbatim && (said === "" || (said === " " && !this.line?.textContent))) return;
    const last = this.open();
    const start = !this.verbatim && endsInSpace(this.line as HTMLElement) ? said.replace(/^ /, "") : said;
    if (start) last.append(start);
  }

  /** Two in a row begin a new paragraph. */
  private lineBreak(element: HTMLElement): void {
    if (element.classList.contains("Apple-interchange-newline")) return;
    if (this.verbatim) return this.text("\n");
    if (!this.line) return;
    if (lastOf(this.line)?.nodeName === "BR") {
      lastOf(this.line)?.remove();
      this.finish();
    } else this.open().append(document.createElement("br"));
  }

  private image(element: HTMLElement): void {
    const src = element.getAttribute("src") ?? "";
    if (src.startsWith("/files/")) this.open().append(Object.assign(document.createElement("img"), { src, alt: element.getAttribute("alt") ?? "" }));
    else this.text(element.getAttribute("alt") ?? "");
  }

  private sceneBreak(id = ""): void {
    this.finish();
    const rule = this.place.appendChild(document.createElement("hr"));
    if (id.startsWith("b-")) rule.id = id;
  }

  private open(): HTMLElement {
    if (!this.line) {
      this.line = this.place.appendChild(document.createElement(this.tag));
      if (this.align) this.line.className = `align-${this.align}`;
      if (this.id) this.line.id = this.id;
      this.id = "";
      this.reopen();
    }
    return this.inner;
  }

  private reopen(): void {
    if (!this.line) return;
    let inner = this.line;
    for (const wrapper of this.wrappers) inner = inner.appendChild(wrapper.cloneNode() as HTMLElement);
    this.inner = inner;
  }

  private finish(): void {
    const line = this.line;
    this.line = null;
    if (!line) return;
    trimEnd(line);
    dropEmpty(line);
    const text = line.textContent ?? "";
    if (!isInk(text) && !line.querySelector("img")) line.remove();
    else if (line.tagName === "P" && isSceneBreak(text) && !line.querySelector("img")) {
      line.replaceWith(Object.assign(document.createElement("hr"), line.id ? { id: line.id } : {}));
    }
  }
}

function make(name: string): HTMLElement {
  const [tag, className] = name.split(".") as [string, string?];
  const made = document.createElement(tag);
  if (className) made.className = className;
  return made;
}

function lastOf(line: Node): ChildNode | null {
  let last: ChildNode | null = line.lastChild;
  while (last && last.nodeType === 1 && last.nodeName !== "BR" && last.nodeName !== "IMG") {
    last = last.lastChild ?? previousOf(last, line);
  }
  return last;
}

function previousOf(node: Node, root: Node): ChildNode | null {
  let at: Node | null = node;
  while (at && at !== root && !at.previousSibling) at = at.parentNode;
  return at && at !== root ? at.previousSibling : null;
}

const endsInSpace = (line: HTMLElement): boolean => {
  const last = lastOf(line);
  return !last || last.nodeName === "BR" || (last.nodeType === 3 && /[ \n]$/.test(last.nodeValue ?? ""));
};

function trimEnd(line: HTMLElement): void {
  for (let last = lastOf(line); last; last = lastOf(line)) {
    if (last.nodeName === "BR") last.remove();
    else if (last.nodeType === 3) {
      last.nodeValue = (last.nodeValue ?? "").replace(/[ \t\n]+$/, "");
      if (last.nodeValue) return;
      last.remove();
    } else return;
  }
}

function dropEmpty(line: HTMLElement): void {
  for (const element of Array.from(line.querySelectorAll("*")).reverse()) {
    if (!element.hasChildNodes() && element.tagName !== "BR" && element.tagName !== "IMG") element.remove();
  }
}

/** Items that Word wrote as paragraphs stand in one list each until here. */
function tidyLists(root: HTMLElement): void {
  root.querySelectorAll("ul, ol").forEach((list) => {
    const before = list.previousElementSibling;
    if (before?.tagName === list.tagName) {
      before.append(...Array.from(list.childNodes));
      list.remove();
    }
  });
}
