import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { debounce } from "../../lib/timing.ts";
import type { Ignored } from "./ignoring.ts";
import type { Problem } from "./messages.ts";
import { report, type Issue } from "./plugin.ts";
import type { Proofreader } from "./proofreader.ts";

const AT_ONCE = 24;
const PAUSE = 700;

interface Line {
  line: Node;
  at: number;
  place: string;
}

/** Reads every paragraph once, and again what was changed since, when the writer pauses. */
export class Reading {
  private readonly read = new WeakMap<Node, readonly Problem[]>();
  private readonly marked = new WeakSet<Node>();
  private running = false;
  private ended = false;
  readonly soon = debounce(() => void this.run(), PAUSE);

  constructor(
    private readonly view: EditorView,
    private readonly proofreader: Proofreader,
    private readonly ignored: Ignored,
    private readonly progress: (done: number, of: number) => void,
  ) {}

  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (let lines = this.unread(), of = lines.length, done = 0; lines.length && !this.ended; lines = this.unread()) {
      this.progress(done, Math.max(of, done + lines.length));
      const some = lines.slice(0, AT_ONCE);
      await Promise.all(some.map(async ({ line }) => this.read.set(line, await this.proofreader.read(textOf(line)))));
      if (!this.ended) this.mark(new Set(some.map(({ line }) => line)));
      done += some.length;
      of = Math.max(of, done);
    }
    this.running = false;
    if (!this.ended) this.progress(1, 1);
  }

  end(): void {
    this.ended = true;
    this.soon.cancel();
  }

  private unread(): Line[] {
    return this.lines().filter(({ line }) => !this.marked.has(line));
  }

  private lines(): Line[] {
    const found: Line[] = [];
    this.view.state.doc.forEach((block, start) => {
      const place = block.attrs.id as string;
      const add = (line: Node, at: number) => {
        if (line.isTextblock && !line.type.spec.code && line.content.size) found.push({ line, at, place });
      };
      add(block, start);
      if (!block.isTextblock) block.descendants((inner, at) => (add(inner, start + 1 + at), !inner.isTextblock));
    });
    return found;
  }

  /** Where the paragraphs stand now: somebody may have typed meanwhile. */
  private mark(read: ReadonlySet<Node>): void {
    const reports = this.lines().filter(({ line }) => read.has(line)).map(({ line, at, place }) => ({ line, at, issues: this.issues(line, place) }));
    read.forEach((line) => this.marked.add(line));
    this.view.dispatch(report(this.view.state.tr, reports));
  }

  private issues(line: Node, place: string): Issue[] {
    const text = textOf(line);
    return (this.read.get(line) ?? [])
      .map((problem) => ({ ...problem, place, words: text.slice(problem.from, problem.to) }))
      .filter(({ kind, words }) => !this.ignored.has(kind, words, place));
  }
}

const textOf = (line: Node): string =>
  line.textBetween(0, line.content.size, undefined, (leaf) => (leaf.type.name === "line_break" ? "\n" : "\ufffc"));
