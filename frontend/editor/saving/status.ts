import { element } from "../../lib/dom.ts";
import { FIELDS } from "./record.ts";
import type { Saver } from "./saver.ts";
import { line, places } from "./words.ts";

export interface Notice {
  text: string;
  link?: { address: string; text: string };
}

const NARROW = matchMedia("(max-width: 40rem)");

/** One quiet line under the text, and a sheet that says where each copy is. */
export class Status {
  private readonly said = element("span", { className: "saving-said" });
  private readonly more = element("button", { type: "button", className: "saving-more", textContent: "Where it is" });
  private readonly region = element("span", { className: "visually-hidden" });
  private readonly notices = element("div", { className: "saving-notices" });
  private readonly list = element("dl", { className: "saving-places" });
  private readonly sheet = element("div", { id: "saving-sheet", className: "sheet" });
  private spoken = "";
  private readonly wrong: Record<string, string | undefined> = {};

  private readonly row: HTMLElement;

  constructor(
    private readonly form: HTMLFormElement,
    download: () => void,
  ) {
    this.region.setAttribute("role", "status");
    this.sheet.popover = "auto";
    this.sheet.setAttribute("aria-label", "Where your text is");
    this.more.setAttribute("popovertarget", this.sheet.id);
    const take = element("button", { type: "button", className: "button", textContent: "Download as a text file" });
    take.addEventListener("click", download);
    const close = element("button", { type: "button", className: "button button-quiet", textContent: "Close" });
    close.addEventListener("click", () => this.sheet.hidePopover());
    const title = element("h2", { className: "sheet-title", textContent: "Where your text is" });
    this.sheet.append(title, this.list, element("p", { className: "button-row" }, take, close));
    this.row = element("span", { className: "saving" }, this.said, " ", this.more, this.region);
    NARROW.addEventListener("change", () => this.stand());
    this.stand();
    form.prepend(this.notices);
    document.body.append(this.sheet);
  }

  /** Always in sight: beside the buttons; on a phone, where these make way for typing, over the tools. */
  stand(): void {
    const bar = NARROW.matches ? this.form.querySelector(".editor-status") : null;
    if (bar) bar.prepend(this.row);
    else (this.form.querySelector(".desk-save") ?? this.form).append(this.row);
  }

  show(saver: Saver): void {
    const text = line(saver);
    this.said.textContent = text;
    this.said.dataset.state = saver.state.kind;
    // Read out when something changes its kind, not every few seconds.
    const kind = saver.state.kind === "saving" ? this.spoken : saver.state.kind;
    if (kind !== this.spoken) this.region.textContent = text;
    this.spoken = kind;
    this.list.replaceChildren(
      ...places(saver).flatMap(([where, what]) => [
        element("dt", { textContent: where }),
        element("dd", { textContent: what }),
      ]),
    );
    for (const name of FIELDS) {
      const wrong = saver.extra.wrong[name];
      if (wrong === this.wrong[name]) continue; // said already, and read out once
      this.wrong[name] = wrong;
      this.notice(`field-${name}`, wrong ? { text: `The ${name.replace("_", " ")} is not saved: ${wrong}` } : null);
    }
  }

  /** Says something that stays; under one name only the last thing, and not what the page itself said before. */
  notice(name: string, notice: Notice | null): void {
    this.notices.querySelector(`[data-name="${name}"]`)?.remove();
    if (!notice) return;
    // Where two versions are compared the newer one is shown too.
    if (name === "newer" && this.isSaid("aside")) return;
    document.querySelector(`[data-notice="${name}"]`)?.remove();
    if (name === "aside") this.notice("newer", null);
    const { text, link } = notice;
    const paragraph = element("p", { textContent: text + (link ? " " : "") });
    if (link) paragraph.append(element("a", { href: link.address, textContent: link.text }));
    const box = element("div", { className: "message message-warning" }, paragraph);
    box.dataset.name = name;
    box.setAttribute("role", "status");
    this.notices.append(box);
  }

  private isSaid(name: string): boolean {
    return document.querySelector(`[data-notice="${name}"], .saving-notices [data-name="${name}"]`) !== null;
  }
}
