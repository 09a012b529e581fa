import type { Writing } from "../types.ts";
import { changesBetween, idOf } from "./changes.ts";
import { FIELDS, type FieldName, type Fields, type Said } from "./record.ts";
import type { Page, Taken } from "./saver.ts";
import { put } from "./server.ts";
import { newUuid } from "./tab.ts";

type Named = HTMLInputElement | HTMLTextAreaElement;

/** The text as blocks, those left out in which nothing stands: the server does not keep them either. */
export function blocksOf(writing: Writing): string[] {
  const blocks: string[] = [];
  writing.view?.state.doc.forEach((block) => {
    const html = writing.serialise(block);
    if (html) blocks.push(html);
  });
  return blocks;
}

/** Knows what the server has of this page, and so what it does not have. */
export class WritingPage implements Page {
  readonly writer: string;
  partId: number | null;
  /** Nothing when the server's blocks are not known: then the whole text goes. */
  blocks: string[] | null = null;
  private plain: string | null = null;
  private readonly standing: Fields = {};
  private newKey: string | undefined;

  constructor(private readonly writing: Writing) {
    this.writer = writing.form.dataset.writer ?? "";
    this.partId = writing.partId;
    if (!this.partId) this.newKey = newUuid();
    // A form that came back with what was wrong holds what nobody has yet, and does not say what stands.
    if (writing.form.dataset.bound) return;
    for (const name of FIELDS) this.standing[name] = this.field(name)?.value ?? "";
    if (writing.view) this.blocks = blocksOf(writing);
    else this.plain = writing.area.value;
    if (!this.partId) this.standing.title = "";
  }

  field(name: FieldName): Named | null {
    return this.writing.form.querySelector<Named>(`[name="${name}"]`);
  }

  fields(): Named[] {
    return FIELDS.map((name) => this.field(name)).filter((field) => field !== null);
  }

  place(): string {
    return this.partId ? `part:${this.partId}` : `new:${this.writing.storyId}`;
  }

  title(): string {
    return this.field("title")?.value ?? "";
  }

  key(): string | undefined {
    return this.partId ? undefined : this.newKey;
  }

  /** Goes on with a part that this browser began before. */
  adopt(key: string): void {
    this.newKey = key;
  }

  take(): Taken {
    const { fields, was } = this.changedFields();
    const values = { ...fields };
    const { said, same, accept } = this.writing.view ? this.takeBlocks() : this.takePlain();
    const isNothing = same && Object.keys(fields).length === 0;
    const accepted = (ids: string[][], wrong: Record<string, string>) => {
      // What the server would not take stands nowhere: named as what stood before, it would look like another's words.
      for (const name of FIELDS) if (name in values && !(name in wrong)) this.standing[name] = values[name];
      accept(ids);
    };
    return { said, fields, was, isNothing, accept: accepted };
  }

  loseTrack(): void {
    this.blocks = null;
  }

  put(...given: Parameters<Page["put"]>): ReturnType<Page["put"]> {
    const [unsent, last] = given;
    const place = this.partId ? `part/${this.partId}` : `story/${this.writing.storyId}/part`;
    return put(`/write/${place}/draft/`, unsent, last);
  }

  /** The form knows what stands, so that its own buttons go on from there. */
  saved(answer: Parameters<Page["saved"]>[0]): void {
    const { form } = this.writing;
    this.hidden("rest", answer.rest);
    if (answer.kind === "saved") this.hidden("revision", String(answer.revision));
    if (this.partId) return;
    this.partId = answer.part;
    form.dataset.part = String(answer.part);
    form.action = answer.url;
    history.replaceState(history.state, "", answer.url);
    form.dispatchEvent(new CustomEvent("inkstead:part-made", { bubbles: true, detail: answer }));
  }

  private hidden(name: string, value: string): void {
    const input = this.writing.form.querySelector<HTMLInputElement>(`[name="${name}"]`);
    if (input) input.value = value;
  }

  private changedFields(): { fields: Fields; was: Fields } {
    const fields: Fields = {};
    const was: Fields = {};
    for (const name of FIELDS) {
      const value = this.field(name)?.value;
      const before = this.standing[name];
      if (value === undefined || value === before) continue;
      fields[name] = value;
      // An empty title never stood anywhere: the server called the part something meanwhile.
      if (this.partId && before !== undefined && (name !== "title" || before)) was[name] = before;
    }
    return { fields, was };
  }

  private takeBlocks(): { said: Said; same: boolean; accept: (ids: string[][]) => void } {
    const blocks = blocksOf(this.writing);
    const before = this.blocks;
    if (!before || !this.partId) {
      const isEmpty = !this.partId && blocks.length === 0;
      return { said: { html: blocks.join("\n") }, same: isEmpty, accept: () => (this.blocks = blocks) };
    }
    const changes = changesBetween(before, blocks);
    const accept = (ids: string[][]) => {
      const asSent = changes.every(({ insert }, at) => same(insert.map(idOf), ids[at] ?? []));
      this.blocks = asSent ? blocks : null;
    };
    return { said: changes.length ? { changes } : {}, same: changes.length === 0, accept };
  }

  private takePlain(): { said: Said; same: boolean; accept: () => void } {
    const { text, format } = this.writing.written();
    const accept = () => {
      this.plain = text;
      this.blocks = null;
    };
    if (text === this.plain) return { said: {}, same: true, accept: () => undefined };
    return { said: { text, format }, same: !this.partId && text.trim() === "", accept };
  }
}

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name, at) => name === other[at]);
