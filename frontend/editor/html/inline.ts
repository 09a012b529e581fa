import type { Mark, Node } from "prosemirror-model";
import { pairsOf } from "../schema/attributes.ts";
import { escapeText, escapeValue, foldLineEnds, isInk, tidy } from "./characters.ts";

const REL = ' rel="nofollow noopener ugc"';
const EDGES = /^([ \t\n]*)([^]*?)([ \t\n]*)$/;
const TAGS: Record<string, string> = { small_caps: "em", link: "a" };

export interface Line {
  html: string;
  text: string;
  inked: boolean;
}

export const opening = (tag: string, pairs: readonly (readonly [string, string])[]): string =>
  `<${tag}${pairs.map(([name, value]) => ` ${name}="${escapeValue(value)}"`).join("")}>`;

/** What stands between the tags of a paragraph, spelt as the server spells it: spaces never at either end of a line. */
export function inlineHtml(parent: Node, verbatim: boolean): Line {
  const pieces: readonly Node[] = parent.content.content;
  const line = new Spelling(verbatim);
  pieces.forEach((piece, at) => {
    if (piece.isText) line.text(tidy(piece.text as string), () => nested(pieces, at, line.open));
    else if (piece.type.name === "image") line.image(imageHtml(piece), nested(pieces, at, line.open));
    else line.lineBreak();
  });
  return line.end();
}

/** The marks of a piece in the order in which they are nested: open ones stay open, and what reaches further is outside. */
function nested(pieces: readonly Node[], at: number, open: readonly Mark[]): Mark[] {
  const marks = (pieces[at] as Node).marks;
  if (marks.length === 0) return [];
  let kept = 0;
  while (kept < open.length && (open[kept] as Mark).isInSet(marks)) kept++;
  const staying = open.slice(0, kept);
  const reach = (mark: Mark): number => {
    let end = at + 1;
    while (end < pieces.length && mark.isInSet((pieces[end] as Node).marks)) end++;
    return end;
  };
  const fresh = marks.filter((mark) => !mark.isInSet(staying)).map((mark) => ({ mark, reach: reach(mark) }));
  return [...staying, ...fresh.sort((one, other) => other.reach - one.reach).map(({ mark }) => mark)];
}

const imageHtml = (image: Node): string =>
  `<img src="${escapeValue(image.attrs.src)}" alt="${escapeValue(tidy(image.attrs.alt).split(/\s+/).join(" ").trim())}">`;

class Spelling {
  open: Mark[] = [];
  private html = "";
  private said = "";
  private gap = "";
  private breaks = 0;
  private inked = false;

  constructor(private readonly verbatim: boolean) {}

  text(text: string, marks: () => Mark[]): void {
    const [, lead, core, trail] = EDGES.exec(this.verbatim ? text : foldLineEnds(text)) as unknown as string[];
    this.gap += lead;
    // A space ends what it does not bear, but opens nothing: that is for the next word to say.
    if (!core) return this.close(sharedBy(this.open, marks()));
    this.catchUp(marks());
    this.html += escapeText(core);
    this.said += core;
    this.inked ||= isInk(core);
    this.gap = trail as string;
  }

  image(html: string, marks: Mark[]): void {
    this.catchUp(marks);
    this.html += html;
    this.said += "\ufffc";
    this.inked = true;
  }

  lineBreak(): void {
    if (this.verbatim) this.gap += "\n";
    else {
      this.breaks++;
      this.gap = "";
    }
  }

  end(): Line {
    this.close(0);
    return { html: this.html, text: this.said, inked: this.inked };
  }

  private catchUp(marks: Mark[]): void {
    const shared = sharedBy(this.open, marks);
    this.close(shared);
    this.writeGap();
    for (const mark of marks.slice(shared)) {
      this.html += markOpening(mark);
      this.open.push(mark);
    }
  }

  private close(kept: number): void {
    while (this.open.length > kept) this.html += `</${tagOf(this.open.pop() as Mark)}>`;
  }

  private writeGap(): void {
    if (this.verbatim && !this.inked) this.html += this.gap.slice(this.gap.lastIndexOf("\n") + 1);
    else if (this.html) {
      this.html += this.breaks ? "<br>" : foldLineEndsUnless(this.verbatim, this.gap);
      this.said += this.breaks || this.gap ? " " : "";
    }
    this.gap = "";
    this.breaks = 0;
  }
}

function sharedBy(open: readonly Mark[], marks: readonly Mark[]): number {
  let shared = 0;
  while (shared < open.length && marks[shared] && (open[shared] as Mark).eq(marks[shared] as Mark)) shared++;
  return shared;
}

const foldLineEndsUnless = (verbatim: boolean, gap: string): string => (verbatim ? gap : foldLineEnds(gap));

const tagOf = (mark: Mark): string => TAGS[mark.type.name] ?? mark.type.name;

function markOpening(mark: Mark): string {
  if (mark.type.name === "link") return `<a href="${escapeValue(mark.attrs.href)}"${REL}>`;
  if (mark.type.name === "small_caps") return '<em class="small-caps">';
  return opening(tagOf(mark), pairsOf(mark.attrs));
}
