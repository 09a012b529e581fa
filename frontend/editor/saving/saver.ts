import { recordId, type Fields, type Kept, type Said, type Unsent } from "./record.ts";
import { hasArrived, type Answer, type Arrived, type Failed } from "./server.ts";
import type { Store } from "./store.ts";

/** What differs just now from what the server has. */
export interface Taken {
  said: Said;
  fields: Fields;
  was: Fields;
  isNothing: boolean;
  /** The server has it but for the fields that are `wrong`, and calls the blocks that it was sent so. */
  accept(ids: string[][], wrong: Record<string, string>): void;
}

/** The page that is written on, as far as saving it goes. */
export interface Page {
  place(): string;
  writer: string;
  title(): string;
  /** Of a part that the server has not heard of. */
  key(): string | undefined;
  take(): Taken;
  /** From now on everything is sent whole. */
  loseTrack(): void;
  put(unsent: Unsent, last: boolean): Promise<Answer>;
  saved(answer: Arrived): void;
}

export type State =
  | { kind: "saved"; at: number | null }
  | { kind: "saving" }
  | { kind: "away" | "signed-out"; kept: boolean }
  | { kind: "refused"; kept: boolean; message: string }
  | { kind: "aside"; at: number };

export interface Extra {
  compare?: string;
  notice?: string;
  wrong: Record<string, string>;
}

// Milliseconds. The promises are a second to the browser's store, five to the server.
const KEEP_AFTER = 400;
const SEND_AFTER = 1_500;
const SEND_AT_LAST = 3_500;
const RETRY = 1_000;
const RETRY_AT_LAST = 30_000;
const RETRY_REFUSED = 60_000;
// As long as a form may be on its way before somebody is taken to have stopped it.
const REST = 20_000;

/** Brings what is typed to the browser's store and to the server, in that order, until both have it. */
export class Saver {
  state: State = { kind: "saved", at: null };
  extra: Extra = { wrong: {} };
  private dirtySince = 0;
  private kept = true;
  private isOnItsWay = false;
  private beside = false;
  private tries = 0;
  private restsUntil = 0;
  private keepTimer: ReturnType<typeof setTimeout> | undefined;
  private sendTimer: ReturnType<typeof setTimeout> | undefined;
  private sending: Promise<void> | null = null;

  constructor(
    private readonly page: Page,
    private readonly store: Store,
    readonly tab: string,
    public base: number,
    private turn: number,
    private readonly tell: () => void,
  ) {}

  /** Something is here that the server has not said it has. */
  get isUnsaved(): boolean {
    return this.dirtySince > 0 || this.isOnItsWay;
  }

  /** Something was typed. Cheap: nothing is looked at before a timer ends. */
  changed(): void {
    const now = Date.now();
    this.dirtySince ||= now;
    this.keepTimer ??= setTimeout(() => void this.keep(), KEEP_AFTER);
    if (this.state.kind === "saved" || this.state.kind === "aside") this.become({ kind: "saving" });
    if (this.tries > 0) return; // it waits for its next try
    const wait = Math.min(SEND_AFTER, this.dirtySince + SEND_AT_LAST - now);
    this.sendIn(Math.max(0, wait, this.restsUntil - now));
  }

  /** Now, and not when it would be time: somebody asked, or the way is free again. Resolves when it was tried. */
  async flush(asked = false): Promise<void> {
    if (this.sending) await this.sending;
    await this.send(asked);
  }

  /** Until the server has all of it, also what is typed while it is asked; or until it does not take it. */
  async settle(): Promise<void> {
    for (let tries = 0; tries < 5; tries++) {
      await this.flush();
      if (!this.isUnsaved || this.tries > 0) return;
    }
  }

  /** The form is on its way with all of it. A save that overtook it would look like somebody else's: it waits. */
  rest(): void {
    this.restsUntil = Date.now() + REST;
    if (this.isUnsaved) this.sendIn(REST);
  }

  /** The page goes away: one last try at both places, and nothing can be waited for. */
  last(isGone: boolean): void {
    if (!this.isUnsaved) return;
    const unsent = this.unsent(this.page.take());
    this.store.putNow(this.record(unsent));
    // A form that was on its way has been answered when its page is gone, not when it is only out of sight.
    if (isGone || !this.isResting) void this.page.put(unsent, true);
  }

  /** What this window has that the server does not, as a record for the browser's store. */
  current(): Kept {
    return this.record(this.unsent(this.page.take()));
  }

  private async keep(): Promise<void> {
    clearTimeout(this.keepTimer);
    this.keepTimer = undefined;
    if (!this.isUnsaved) return;
    const record = this.current();
    this.kept = await this.store.put(record);
    if (!this.isUnsaved) await this.store.remove(record.id); // it arrived while it was being kept
    else if (this.state.kind !== "saving") this.become({ ...this.state, kept: this.kept } as State);
  }

  private get isResting(): boolean {
    return Date.now() < this.restsUntil;
  }

  private sendIn(wait: number): void {
    clearTimeout(this.sendTimer);
    this.sendTimer = setTimeout(() => void this.send(), wait);
  }

  private send(asked = false): Promise<void> {
    if (this.isResting) return Promise.resolve();
    this.sending ??= this.sendNow(asked).finally(() => (this.sending = null));
    return this.sending;
  }

  private async sendNow(asked: boolean): Promise<void> {
    clearTimeout(this.sendTimer);
    const taken = this.page.take();
    const since = this.dirtySince;
    if (taken.isNothing && !asked) {
      // Typed and taken back.
      this.dirtySince = 0;
      this.become(this.settled());
      await this.store.remove(recordId(this.page.place(), this.tab));
      return;
    }
    this.dirtySince = 0;
    const place = this.page.place();
    const unsent = this.unsent(taken);
    this.isOnItsWay = true;
    const answer = await this.page.put(asked ? { ...unsent, asked } : unsent, false);
    this.isOnItsWay = false;
    if (hasArrived(answer)) await this.arrived(answer, taken, place);
    else await this.failed(answer, since || Date.now());
  }

  private async arrived(answer: Arrived, taken: Taken, place: string): Promise<void> {
    this.tries = 0;
    this.base = answer.revision;
    const wrong = answer.fields ?? {};
    taken.accept(answer.ids, wrong);
    this.beside = answer.kind === "aside";
    this.extra = { compare: answer.compare, notice: answer.notice, wrong };
    this.page.saved(answer);
    if (this.isUnsaved) {
      // Typed meanwhile: what is in the store speaks of an older revision, which the server would understand too.
      await this.keep();
      this.changed();
    } else {
      this.become(this.settled());
    }
    if (!this.isUnsaved || place !== this.page.place()) await this.store.remove(recordId(place, this.tab));
  }

  private async failed(answer: Failed, since: number): Promise<void> {
    this.dirtySince ||= since;
    if (answer.kind === "lost-track") {
      this.page.loseTrack();
      this.sendIn(0);
      return;
    }
    this.tries++;
    // The line may only say "in this browser" when it is.
    await this.keep();
    if (answer.kind === "refused") this.become({ kind: "refused", kept: this.kept, message: answer.message });
    else this.become({ kind: answer.kind, kept: this.kept });
    this.sendIn(this.patience(answer));
  }

  private patience(answer: Failed): number {
    if (answer.kind === "refused") {
      this.tries = answer.forGood ? this.tries : 0; // a text that is too long may be shorter in a moment
      return RETRY_REFUSED;
    }
    const wait = (answer.kind === "away" && answer.wait) || Math.min(RETRY_AT_LAST, RETRY * 2 ** (this.tries - 1));
    return wait * (0.75 + Math.random() / 2);
  }

  private settled(): State {
    return this.beside ? { kind: "aside", at: Date.now() } : { kind: "saved", at: Date.now() };
  }

  private unsent(taken: Taken): Unsent {
    // Goes up also when the browser was started again, and when its clock was put back.
    this.turn = Math.max(this.turn + 1, Date.now());
    const { said, fields, was } = taken;
    const key = this.page.key();
    return { base: this.base, tab: this.tab, turn: this.turn, ...(key ? { key } : {}), ...said, fields, was };
  }

  private record(unsent: Unsent): Kept {
    const place = this.page.place();
    const { writer } = this.page;
    return { id: recordId(place, this.tab), place, writer, title: this.page.title(), at: Date.now(), unsent };
  }

  private become(state: State): void {
    this.state = state;
    this.tell();
  }
}
