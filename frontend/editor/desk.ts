import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { element } from "../lib/dom.ts";
import { keep, kept } from "../lib/storage.ts";
import { changedBlocks } from "./blocks.ts";
import { parseHtml, parsePart } from "./html/parse.ts";
import { serialise, serialisePart } from "./html/serialise.ts";
import { jumpTo } from "./jumping.ts";
import { Studio } from "./studio.ts";
import { turnText } from "./turning.ts";
import type { Format, Writing, Written } from "./types.ts";

const PLAIN = "write-plainly";
const OURS = /^<[a-z0-9]+ id="b-[0-9a-z]{8}"/;

/** The page on which a part is written. Turns between the editor and the plain text area, and speaks for both. */
export class Desk implements Writing {
  readonly partId: number | null;
  readonly storyId: number;
  readonly revision: number;
  readonly language: string;
  private studio: Studio | null = null;
  private left: { doc: Node; text: string } | null = null;
  private readonly changeHearers = new Set<(change: Transaction | null) => void>();
  private readonly turnHearers = new Set<() => void>();
  private readonly wrong = element("p", { className: "field-error" });
  private readonly back = element("button", { type: "button", className: "button", textContent: "Use the editor", onclick: () => void this.turnOn() });

  constructor(
    readonly form: HTMLFormElement,
    readonly area: HTMLTextAreaElement,
    private readonly place: HTMLElement,
  ) {
    this.partId = Number(form.dataset.part) || null;
    this.storyId = Number(form.dataset.story);
    this.revision = Number(form.querySelector<HTMLInputElement>("[name=revision]")?.value ?? 0);
    this.language = form.dataset.language || "en";
    this.wrong.setAttribute("role", "alert");
    area.after(element("p", { className: "button-row plain-only" }, this.back), this.wrong);
    area.addEventListener("input", () => this.tell(null));
    form.addEventListener("formdata", ({ formData }) => {
      if (!this.studio) return;
      const { text, format } = this.written();
      formData.set("text", text);
      formData.set("format", format);
    });
  }

  get view(): EditorView | null {
    return this.studio?.view ?? null;
  }

  /** Opens the editor, unless this browser was told to do without or the text is one that only the server can read. */
  start(): void {
    const doc = kept(PLAIN, false) ? null : this.brought();
    if (doc) this.open(doc);
  }

  /** Where the address points to, once everything around the text stands where it stays. */
  goTo(place: string): void {
    if (this.view && place.startsWith("b-")) jumpTo(this.view, place);
  }

  serialise(block: Node): string {
    return serialise(block);
  }

  written(): Written {
    if (this.view) return { text: serialisePart(this.view.state.doc), format: "editor" };
    return { text: this.area.value, format: (this.kind?.value ?? "auto") as Format };
  }

  replace(html: string): void {
    if (!this.view) {
      this.area.value = html;
      if (this.kind) this.kind.value = "html";
      this.tell(null);
      return;
    }
    const { state } = this.view;
    const { old, fresh, at } = changedBlocks(state.doc, this.recognised(parseHtml(html)));
    const end = at + old.reduce((size, block) => size + block.nodeSize, 0);
    if (old.length || fresh.length) this.view.dispatch(state.tr.replaceWith(at, end, fresh as Node[]));
  }

  onChange(heard: (change: Transaction | null) => void): () => void {
    this.changeHearers.add(heard);
    return () => this.changeHearers.delete(heard);
  }

  onTurn(heard: () => void): () => void {
    this.turnHearers.add(heard);
    return () => this.turnHearers.delete(heard);
  }

  /** The text as the page brought it. A browser that comes back may have put what was written into the form itself. */
  private brought(): Node | null {
    const template = this.form.querySelector<HTMLTemplateElement>("template.manuscript-html");
    if (this.form.dataset.written === "editor" || OURS.test(this.area.value)) return parseHtml(this.area.value);
    if (template && this.area.value === this.area.defaultValue) return parsePart(template.content);
    return this.area.value.trim() ? null : parseHtml("");
  }

  private open(doc: Node): void {
    this.place.hidden = false;
    this.form.classList.add("is-edited");
    this.studio = new Studio(this, doc, this.place, {
      changed: (change) => this.tell(change),
      plain: () => void this.turnOff(),
    });
    this.turned(false);
  }

  private close(): void {
    this.studio?.end();
    this.studio = null;
    this.place.hidden = true;
    this.form.classList.remove("is-edited");
    this.turned(true);
  }

  private async turnOff(): Promise<void> {
    const { view } = this;
    if (!view) return;
    await this.tried(async () => {
      const { text, format } = await turnText(this.form, serialisePart(view.state.doc), "editor");
      this.area.value = text;
      if (this.kind) this.kind.value = format;
      this.left = { doc: view.state.doc, text };
      this.close();
      this.area.focus();
    });
  }

  private async turnOn(): Promise<void> {
    const { text, format } = this.written();
    await this.tried(async () => {
      const same = this.left?.text === text ? this.left.doc : null;
      const before = this.left ? serialisePart(this.left.doc) : "";
      this.open(same ?? parseHtml((await turnText(this.form, text, format, before)).html));
      this.view?.focus();
    });
  }

  private async tried(act: () => Promise<void>): Promise<void> {
    this.wrong.textContent = "";
    await act().catch((problem: Error) => {
      this.wrong.textContent = problem.message;
    });
  }

  /** The very nodes of the text where it says the same, so that nothing is touched that did not change. */
  private recognised(doc: Node): Node {
    const known = new Map<string, Node>();
    this.view?.state.doc.forEach((block) => known.set(serialise(block), block));
    return doc.type.create(null, doc.content.content.map((block) => known.get(serialise(block)) ?? block));
  }

  private get kind(): HTMLSelectElement | null {
    return this.form.querySelector<HTMLSelectElement>("select[name=format]");
  }

  private tell(change: Transaction | null): void {
    this.changeHearers.forEach((heard) => heard(change));
  }

  private turned(plain: boolean): void {
    keep(PLAIN, plain);
    this.turnHearers.forEach((heard) => heard());
  }
}
