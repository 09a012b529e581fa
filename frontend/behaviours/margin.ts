import { unfold } from "../lib/ahead.ts";
import { topmost } from "../lib/dom.ts";

/** What a paragraph says, without the sign in its margin. */
function wordsOf(block: HTMLElement): string {
  const own = [...block.childNodes].filter((node) => !(node instanceof Element && node.matches(".margin-mark")));
  return own.map((node) => node.textContent).join("").replace(/\s+/g, " ").trim();
}

/** Counts beside the paragraphs, and ways to their margins. The sheet itself is a script that is loaded when wanted. */
export function margin(prose: HTMLElement): (() => void) | void {
  const { margins = "", marginUrl = "", script, silent } = prose.dataset;
  if (!script) return;
  const counts = new Map(margins.split(" ").filter(Boolean).map((each) => each.split(":") as [string, string]));
  const blocks = [...prose.querySelectorAll<HTMLElement>(":scope > [id^='b-']:not(hr)")];
  let sheet: Promise<{ openMargin(prose: HTMLElement, url: string, block: HTMLElement, quote: string, says?: boolean): void }> | undefined;

  const open = (block: HTMLElement, quote = "", says = false) => {
    const away = () => location.assign(`${marginUrl}${block.id}/${quote ? `?quote=${encodeURIComponent(quote)}` : ""}`);
    sheet ??= import(script);
    sheet.then((loaded) => loaded.openMargin(prose, marginUrl, block, quote, says), away);
  };

  // Made in one go and laid over the margin: nothing of the text moves.
  const mark = (block: HTMLElement, count: string) => {
    const link = document.createElement("a");
    link.className = "margin-mark";
    link.href = `${marginUrl}${block.id}/`;
    link.rel = "nofollow";
    link.lang = "en";
    link.textContent = count;
    link.setAttribute("aria-label", `${count} comment${count === "1" ? "" : "s"} on this paragraph`);
    block.classList.add("has-margin");
    block.append(link);
  };
  for (const block of blocks) {
    const count = counts.get(block.id);
    if (count) mark(block, count);
  }

  // One button that goes where it is wanted: beside the paragraph under the pointer, or at the end of selected words.
  const add = document.createElement("button");
  add.type = "button";
  add.className = "margin-add";
  add.lang = "en";
  add.textContent = "Comment";
  add.hidden = true;
  document.body.append(add);
  let at: { block: HTMLElement; quote: string } | undefined;

  const blockOf = (node: Node | null) => {
    const from = node instanceof Element ? node : node?.parentElement;
    return from?.closest<HTMLElement>("#prose > [id^='b-']:not(hr)") ?? undefined;
  };
  const selected = () => {
    const chosen = getSelection();
    const block = chosen && !chosen.isCollapsed ? blockOf(chosen.anchorNode) : undefined;
    const words = chosen?.toString().replace(/\s+/g, " ").trim() ?? "";
    add.hidden = !block || !words || silent !== undefined;
    if (add.hidden || !block || !chosen) return;
    // What reaches into the next paragraph quotes what stands in the first.
    const own = wordsOf(block);
    at = { block, quote: words.length <= 1000 && words !== own && own.includes(words) ? words : "" };
    // Beside the text where there is room, else (by its styles) at the foot of the window, or at its head while the words
    // are so low that the next lines would lie beneath it.
    const [box, text] = [chosen.getRangeAt(0).getBoundingClientRect(), prose.getBoundingClientRect()];
    const rtl = getComputedStyle(prose).direction === "rtl";
    const room = rtl ? text.left : innerWidth - text.right;
    add.classList.toggle("is-beside", room >= 120);
    const low = box.bottom > innerHeight - 128 && box.top > 96;
    add.classList.toggle("is-on-top", room < 120 && low);
    add.style.top = room >= 120 ? `${Math.max(4, scrollY + box.bottom - 32)}px` : "";
    add.style.left = room >= 120 ? `${rtl ? text.left - 112 : text.right + 12}px` : "";
  };
  const choose = () => {
    if (!at) return;
    add.hidden = true;
    open(at.block, at.quote, true);
  };
  const click = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>(".margin-mark") : null;
    const block = blockOf(link);
    if (!link || !block || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(block);
  };
  // m opens the margin of the paragraph that is being read.
  const key = () => {
    const chosen = getSelection();
    const marked = chosen && !chosen.isCollapsed ? blockOf(chosen.anchorNode) : undefined;
    const block = marked ?? blockOf(document.activeElement) ?? topmost(blocks);
    if (block) open(block, marked && at?.block === marked ? at.quote : "");
  };
  // Under the pointer a quiet sign stands where a count would.
  const sign = document.createElement("a");
  sign.className = "margin-mark margin-sign";
  sign.textContent = "+";
  sign.tabIndex = -1;
  sign.setAttribute("aria-hidden", "true");
  const over = (event: PointerEvent) => {
    const block = event.pointerType === "mouse" && silent === undefined ? blockOf(event.target as Node) : undefined;
    if (!block || block === sign.parentElement || block.querySelector(".margin-mark")) return;
    sign.href = `${marginUrl}${block.id}/`;
    block.classList.add("has-margin");
    block.append(sign);
  };
  unfold(document, Number(prose.closest<HTMLElement>("[data-story]")?.dataset.story));
  prose.addEventListener("pointerover", over);
  add.addEventListener("pointerdown", (event) => event.preventDefault());
  add.addEventListener("click", choose);
  prose.addEventListener("click", click);
  document.addEventListener("selectionchange", selected);
  document.addEventListener("inkstead:margin", key);
  return () => {
    add.remove();
    prose.removeEventListener("click", click);
    prose.removeEventListener("pointerover", over);
    document.removeEventListener("selectionchange", selected);
    document.removeEventListener("inkstead:margin", key);
  };
}
