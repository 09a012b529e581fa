import type { Node } from "prosemirror-model";
import { Plugin, type EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { changedBlocks } from "../blocks.ts";
import { gaps, united, within, type Span } from "./spans.ts";

/** From here on a browser takes longer for a key than a picture lasts: it walks through the whole text each time. */
const LONG = 300;
const SCREENS = 1.5;
const AROUND_CARET = 20;
/** Shown before anything can be measured. */
const FIRST = 60;
const MANY = 60;

/**
 * Of a long text only the blocks near the window and the caret are laid out; one in each run of the others holds their
 * place. All of them stay in the document and in the page, so nothing else has to know.
 */
export const near = new Plugin({ view: (view) => new Near(view) });

class Near {
  private readonly heights = new WeakMap<Element, number>();
  private readonly held = new Map<HTMLElement, number>();
  private width = 0;
  private scrolled = 0;
  private waiting = 0;

  constructor(private readonly view: EditorView) {
    addEventListener("scroll", this.onScroll, { passive: true });
    addEventListener("resize", this.soon);
    this.markOpenings(0, 0, view.state.doc.childCount);
    const blocks = this.blocks();
    if (blocks.length > LONG) this.show(blocks, [[0, FIRST]]);
    this.soon();
  }

  update(view: EditorView, before: EditorState): void {
    if (before.doc !== view.state.doc) {
      const { from, at, fresh } = changedBlocks(before.doc, view.state.doc);
      this.markOpenings(from, at, fresh.length + 1);
      if (fresh.length > MANY) this.soon();
    }
    if (before.selection !== view.state.selection && this.caretIsFar()) this.arrange();
  }

  destroy(): void {
    removeEventListener("scroll", this.onScroll);
    removeEventListener("resize", this.soon);
    cancelAnimationFrame(this.waiting);
  }

  private readonly onScroll = (): void => {
    if (Math.abs(scrollY - this.scrolled) > innerHeight / 2) this.soon();
  };

  private readonly soon = (): void => {
    if (!this.waiting) this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.arrange();
    });
  };

  private blocks(): HTMLElement[] {
    const all = Array.from(this.view.dom.children) as HTMLElement[];
    return all.length === this.view.state.doc.childCount ? all : all.filter((block) => !block.matches(".ProseMirror-widget"));
  }

  /** Nothing is indented after a break. The style sheet cannot look at the block before: that would cost a look at all. */
  private markOpenings(from: number, at: number, many: number): void {
    const { doc } = this.view.state;
    const dom = many > MANY ? this.blocks() : null;
    for (let index = from, place = at; index < Math.min(from + many, doc.childCount); index++) {
      const follows = index > 0 && doc.child(index - 1).type.name === "paragraph";
      const block = dom ? dom[index] : (this.view.nodeDOM(place) as HTMLElement | null);
      block?.classList.toggle("opens", !follows);
      place += doc.child(index).nodeSize;
    }
  }

  private caretIsFar(): boolean {
    const { dom, state } = this.view;
    const index = state.selection.$head.index(0);
    const blocks = [dom.children[index], dom.children[index - 3], dom.children[index + 3]];
    return blocks.some((block) => block?.matches(".far, .holds"));
  }

  private arrange(): void {
    const { doc, selection } = this.view.state;
    const blocks = this.blocks();
    this.scrolled = scrollY;
    const length = blocks.length;
    const { $head, $anchor } = selection;
    const spans: Span[] = [this.inWindow(blocks, doc)];
    for (const at of [$head.index(0), $anchor.index(0)]) spans.push([at - AROUND_CARET, at + AROUND_CARET]);
    this.show(blocks, length > LONG ? united(spans, length) : [[0, length]]);
  }

  private inWindow(blocks: readonly HTMLElement[], doc: Node): Span {
    if (blocks.length <= LONG) return [0, blocks.length];
    const heights = this.measured(blocks, doc);
    this.known = heights;
    const top = -this.view.dom.getBoundingClientRect().top;
    return within(heights, top - SCREENS * innerHeight, top + (1 + SCREENS) * innerHeight);
  }

  private known: readonly number[] = [];

  private measured(blocks: readonly HTMLElement[], doc: Node): number[] {
    const root = this.view.dom;
    const style = getComputedStyle(root);
    const line = parseFloat(style.lineHeight) || 30;
    const letters = Math.max(20, root.clientWidth / (parseFloat(style.fontSize) * 0.46));
    if (this.width !== root.clientWidth) this.forget(blocks, root.clientWidth);
    if (this.held.size) this.remember(blocks);
    return blocks.map((block, index) => {
      const size = doc.child(index).content.size;
      return this.heights.get(block) ?? (size ? Math.ceil(size / letters) * line : 3.3 * line);
    });
  }

  private forget(blocks: readonly HTMLElement[], width: number): void {
    this.width = width;
    blocks.forEach((block) => this.heights.delete(block));
  }

  /** Of the blocks that are laid out, with the space between them. */
  private remember(blocks: readonly HTMLElement[]): void {
    let above = this.view.dom.getBoundingClientRect().top;
    let last: HTMLElement | null = null;
    for (const block of blocks) {
      if (block.classList.contains("far")) continue;
      const { top } = block.getBoundingClientRect();
      if (last && !last.classList.contains("holds")) this.heights.set(last, top - above);
      above = top;
      last = block;
    }
  }

  private show(blocks: readonly HTMLElement[], spans: readonly Span[]): void {
    const hidden = gaps(spans, blocks.length);
    const holders = new Map<HTMLElement, number>();
    for (const [from, to] of hidden) {
      let height = 0;
      for (let index = from; index < to; index++) height += this.known[index] ?? 0;
      holders.set(blocks[to - 1] as HTMLElement, height);
      for (let index = from; index < to - 1; index++) (blocks[index] as HTMLElement).classList.add("far");
    }
    for (const [from, to] of spans) {
      for (let index = from; index < to; index++) (blocks[index] as HTMLElement).classList.remove("far");
    }
    this.hold(holders);
  }

  private hold(holders: ReadonlyMap<HTMLElement, number>): void {
    for (const block of this.held.keys()) {
      if (holders.has(block)) continue;
      block.classList.remove("holds");
      block.style.removeProperty("block-size");
    }
    this.held.clear();
    for (const [block, height] of holders) {
      block.classList.remove("far");
      block.classList.add("holds");
      block.style.blockSize = `${height}px`;
      this.held.set(block, height);
    }
  }
}
