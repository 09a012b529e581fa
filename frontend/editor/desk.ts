import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { kept, keep } from "../lib/storage.ts";
import { changedBlocks } from "./blocks.ts";
import { parseHtml, parsePart } from "./html/parse.ts";
import { serialise, serialisePart } from "./html/serialise.ts";
import type { Format, Writing, Written } from "./types.ts";
import { openView } from "./view.ts";

const PLAIN = "write-plainly";
const number = (text: string | undefined): number => Number(text ?? 0);

/** The page on which a part is written. Turns between the editor and the plain text area, and speaks for both. */
export class Desk implements Writing {
  view: EditorView | null = null;
  readonly partId: number | null;
  readonly storyId: number;
  readonly revision: number;
  readonly language: string;
  private readonly changeHearers = new Set<(change: Transaction | null) => void>();
  private readonly turnHearers = new Set<() => void>();

  constructor(
    readonly form: HTMLFormElement,
    readonly area: HTMLTextAreaElement,
    private readonly place: HTMLElement,
  ) {
    this.partId = number(form.dataset.part) || null;
    this.storyId = number(form.dataset.story);
    this.revision = number(form.querySelector<HTMLInputElement>("[name=revision]")?.value);
    this.language = form.dataset.language || "en";
    area.addEventListener("input", () => this.tell(null));
    form.addEventListener("formdata", ({ formData }) => {
      if (!this.view) return;
      const { text, format } = this.written();
      formData.set("text", text);
      formData.set("format", format);
    });
  }

  get wantsPlain(): boolean {
    return kept(PLAIN, false);
  }

  /** The text as the page brought it, or nothing where only the server could read it. */
  brought(): Node | null {
    const template = this.form.querySelector<HTMLTemplateElement>("template.manuscript-html");
    if (this.form.dataset.written === "editor" || this.area.value.startsWith("<p id=\"b-")) return parseHtml(this.area.value);
    if (template && this.area.value === this.area.defaultValue) return parsePart(template.content);
    return this.area.value.trim() ? null : parseHtml("");
  }

  open(doc: Node): void {
    this.view = openView(this, doc, this.place, (change) => this.tell(change));
    this.turned(false);
  }

  close(): void {
    this.view?.destroy();
    this.view = null;
    this.turned(true);
  }

  serialise(block: Node): string {
    return serialise(block);
  }

  written(): Written {
    if (this.view) return { text: serialisePart(this.view.state.doc), format: "editor" };
    const format = this.form.querySelector<HTMLSelectElement>("select[name=format]")?.value ?? "auto";
    return { text: this.area.value, format: format as Format };
  }

  replace(html: string): void {
    if (!this.view) {
      this.area.value = html;
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

  /** The very nodes of the text where it says the same, so that nothing is touched that did not change. */
  private recognised(doc: Node): Node {
    const known = new Map<string, Node>();
    this.view?.state.doc.forEach((block) => known.set(serialise(block), block));
    const blocks = doc.content.content.map((block) => known.get(serialise(block)) ?? block);
    return doc.type.create(null, blocks);
  }

  private tell(change: Transaction | null): void {
    this.changeHearers.forEach((heard) => heard(change));
  }

  private turned(plain: boolean): void {
    keep(PLAIN, plain);
    this.form.classList.toggle("is-edited", !plain);
    this.place.hidden = plain;
    this.turnHearers.forEach((heard) => heard());
  }
}
