import type { EditorState } from "prosemirror-state";
import { element } from "../../lib/dom.ts";
import { selectedWords, totalWords } from "../counting/plugin.ts";
import { readingMinutes } from "../counting/words.ts";

const grouped = new Intl.NumberFormat("en");
const words = (count: number): string => `${grouped.format(count)} word${count === 1 ? "" : "s"}`;

function minutes(count: number, language: string): string {
  const all = readingMinutes(count, language);
  return all < 60 ? `${all} min` : `${Math.floor(all / 60)} h ${all % 60} min`;
}

/** How much there is, or how much of it is selected. Not announced: it changes with every word. */
export class Status {
  readonly element = element("p", { className: "editor-status" });
  private readonly count = element("span", { className: "editor-count" });
  private readonly words = element("span");
  private readonly time = element("span", { className: "editor-time" });

  constructor(private readonly language: string) {
    this.count.append(this.words, " ", this.time);
    this.element.append(this.count);
  }

  show(state: EditorState): void {
    const total = totalWords(state);
    const selected = selectedWords(state);
    put(this.words, selected ? `${grouped.format(selected)} of ${words(total)}` : words(total));
    put(this.time, `· ${minutes(selected || total, this.language)}`);
  }
}

function put(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
