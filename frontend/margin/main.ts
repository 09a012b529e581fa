import { unfold } from "../lib/ahead.ts";
import { element, isTyping, say } from "../lib/dom.ts";
import { guestProof } from "./proof.ts";

/** The sheet with what was said beside one paragraph. It brings the paragraph's own page in, and sends its forms. */
let sheet: HTMLElement | undefined;
let body: HTMLElement | undefined;
let here: HTMLElement | undefined;
let came: HTMLElement | undefined;
let prose: HTMLElement | undefined;
let base = "";
/** They pressed *Comment*: on a phone, too, the field has the focus. Who only opened the margin wants no keyboard over it. */
let says = false;
/** What was typed beside each paragraph and not sent yet: closing the sheet takes nothing away. */
const typed = new Map<string, string>();

export function openMargin(text: HTMLElement, url: string, block: HTMLElement, quote: string, wantsToSay = false): void {
  says = wantsToSay;
  prose = text;
  base = url;
  came = document.activeElement instanceof HTMLElement && document.activeElement !== document.body ? document.activeElement : undefined;
  make();
  go(block, quote);
}

function make(): void {
  if (sheet) return;
  const title = element("h2", { className: "sheet-title", id: "margin-title" }, "In the margin ");
  const close = element("button", { type: "button", className: "icon-button" });
  close.append(document.querySelector("#contents .icon-button svg")?.cloneNode(true) ?? "×");
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", () => sheet?.hidePopover());
  title.append(close);
  body = element("div", { className: "margin-body" });
  sheet = element("section", { className: "sheet margin-sheet", id: "margin-sheet", lang: "en" }, title, body, steps());
  sheet.popover = "auto";
  sheet.setAttribute("aria-labelledby", "margin-title");
  sheet.addEventListener("click", clicked);
  sheet.addEventListener("submit", sent);
  sheet.addEventListener("input", ({ target }) => {
    if (here && target instanceof HTMLTextAreaElement) typed.set(here.id, target.value);
  });
  sheet.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState !== "closed") return;
    here?.classList.remove("is-spoken-of");
    // The browser tells it later than it leads back itself: by then the reader may have gone on elsewhere.
    const at = document.activeElement;
    if (!at || at === document.body || sheet?.contains(at)) back();
  });
  sheet.addEventListener("keydown", pressed);
  document.body.append(sheet);
}

/** To where the reader was, or to the paragraph whose margin this was. */
function back(): void {
  if (came?.isConnected) return came.focus({ preventScroll: true });
  if (!here) return;
  const mark = here.querySelector<HTMLElement>(":scope > .margin-mark:not(.margin-sign)");
  if (!mark) here.tabIndex = -1;
  (mark ?? here).focus({ preventScroll: true });
}

/** j and k go from comment to comment; Tab reaches what can be done with each. */
function pressed(event: KeyboardEvent): void {
  const by = { j: 1, k: -1 }[event.key];
  if (!by || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  const all = [...(body?.querySelectorAll<HTMLElement>(".comment") ?? [])];
  const at = all.findIndex((comment) => comment.contains(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  event.preventDefault();
  reach(next);
}

function reach(comment: HTMLElement | null | undefined): void {
  if (!comment) return;
  comment.tabIndex = -1;
  comment.focus();
}

function steps(): HTMLElement {
  const step = (words: string, by: number) => {
    const button = element("button", { type: "button", className: "link-button", textContent: words });
    button.addEventListener("click", () => {
      const blocks = [...(prose?.querySelectorAll<HTMLElement>(":scope > [id^='b-']:not(hr)") ?? [])];
      const next = blocks[blocks.indexOf(here as HTMLElement) + by];
      if (next) go(next, "");
    });
    return button;
  };
  return element("p", { className: "margin-steps" }, step("Paragraph before", -1), step("Next paragraph", 1));
}

function go(block: HTMLElement, quote: string): void {
  here?.classList.remove("is-spoken-of");
  here = block;
  block.classList.add("is-spoken-of");
  if (sheet && !sheet.matches(":popover-open")) sheet.showPopover();
  keepInSight(block);
  void bring(`${base}${block.id}/${quote ? `?quote=${encodeURIComponent(quote)}` : ""}`);
}

/** On a phone the sheet covers the lower half: the paragraph moves above it. */
function keepInSight(block: HTMLElement): void {
  const box = block.getBoundingClientRect();
  const free = innerWidth < 768 ? innerHeight * 0.4 : innerHeight;
  if (box.top < 0 || box.bottom > free) scrollBy({ top: box.top - Math.min(96, free / 4) });
}

async function bring(address: string, options: RequestInit = {}): Promise<void> {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin", ...options }).catch(() => null);
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page?.querySelector<HTMLElement>("#margin, #guest-form, #guest-sent, form.comment-form");
  if (!answer || !found || !body) {
    note("That did not arrive. What you typed is still here; try again.");
    return;
  }
  if (found.matches("form") && body.querySelector("form.is-sent")) {
    // Refused: the sentence goes to the form that stands here, with everything that was typed.
    note(page?.querySelector(".message-error")?.textContent?.replace(" What you typed is still here.", "") ?? "");
    const fresh = found.dataset.challenge;
    const form = body.querySelector<HTMLFormElement>("form.is-sent");
    form?.classList.remove("is-sent");
    if (fresh && form) {
      form.dataset.challenge = fresh;
      guestProof(form);
    }
    return;
  }
  const after = body.querySelector<HTMLFormElement>("form.is-sent");
  const was = new Set([...body.querySelectorAll(".comment")].map((comment) => comment.id));
  if (here && after?.querySelector("textarea")) typed.delete(here.id);
  show(document.importNode(found, true));
  count(found);
  if (after) goOn(after, was);
}

/** After something was sent the reader stands where it is: at the new comment, or at what they pressed. */
function goOn(after: HTMLFormElement, was: ReadonlySet<string>): void {
  if (after.querySelector("textarea")) {
    return reach([...(body?.querySelectorAll<HTMLElement>(".comment") ?? [])].find((comment) => !was.has(comment.id)));
  }
  const action = after.getAttribute("action");
  const again = [...(body?.querySelectorAll("form") ?? [])].find((form) => form.getAttribute("action") === action);
  const menu = again?.closest("details");
  if (menu) menu.open = true;
  const buttons = [...(again?.querySelectorAll("button") ?? [])];
  (buttons.find((button) => button.value === after.dataset.value) ?? buttons[0])?.focus({ preventScroll: true });
}

function show(found: HTMLElement): void {
  if (!body) return;
  body.replaceChildren(found);
  unfold(body, Number(document.querySelector<HTMLElement>("[data-story]")?.dataset.story));
  const area = body.querySelector<HTMLTextAreaElement>("textarea");
  if (area && here && !area.value) area.value = typed.get(here.id) ?? "";
  const form = body.querySelector<HTMLFormElement>("#guest-form") ?? (found.matches("#guest-form") ? (found as HTMLFormElement) : null);
  if (form) {
    guestProof(form);
    form.querySelector<HTMLElement>("[name=name]")?.focus();
    return;
  }
  const field = body.querySelector<HTMLElement>(".comment-quote ~ .field textarea") ?? body.querySelector<HTMLElement>(says ? "textarea" : "textarea, .comment a, h1");
  const takes = field && isTyping(field) && (says || innerWidth >= 768 || matchMedia("(hover: hover)").matches);
  says = false;
  (takes ? field : (sheet?.querySelector<HTMLElement>(".sheet-title button") ?? undefined))?.focus({ preventScroll: true });
}

function count(found: HTMLElement): void {
  const { block, count: number } = found.dataset;
  const paragraph = block ? document.getElementById(block) : null;
  if (!paragraph || number === undefined) return;
  let mark = paragraph.querySelector<HTMLAnchorElement>(":scope > .margin-mark:not(.margin-sign)");
  if (number === "0") return mark?.remove();
  if (!mark) {
    mark = element("a", { className: "margin-mark", href: `${base}${block}/` });
    paragraph.classList.add("has-margin");
    paragraph.append(mark);
  }
  if (mark.textContent !== number) {
    mark.textContent = number;
    mark.setAttribute("aria-label", `${number} comment${number === "1" ? "" : "s"} on this paragraph`);
  }
}

function clicked(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a") : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const answer = link.dataset.answer;
  const form = body?.querySelector<HTMLFormElement>(".margin-form");
  if (answer && form) {
    event.preventDefault();
    reply(form, answer, link);
  } else if (link.dataset.guest !== undefined || link.matches(".pager a")) {
    event.preventDefault();
    void bring(link.href);
  } else if (link.pathname === location.pathname && link.hash) {
    sheet?.hidePopover();
  }
}

/** The form goes under the comment that is answered. */
function reply(form: HTMLFormElement, parent: string, link: HTMLElement): void {
  (form.elements.namedItem("parent") as HTMLInputElement).value = parent;
  link.closest(".comment-tools")?.after(form);
  const area = form.querySelector("textarea");
  const label = form.querySelector("label");
  if (label) label.textContent = "Your reply";
  area?.focus();
}

function sent(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented) return;
  event.preventDefault();
  form.classList.add("is-sent");
  form.dataset.value = (event.submitter as HTMLButtonElement | null)?.value ?? "";
  const data = new FormData(form, event.submitter as HTMLButtonElement | null);
  void bring(form.action, { method: "POST", body: new URLSearchParams(data as unknown as Record<string, string>) }).then(() => say("Done."));
}

function note(words: string): void {
  const form = body?.querySelector<HTMLElement>("form.is-sent") ?? body;
  const old = body?.querySelector(".message-error");
  old?.remove();
  const said = element("p", { className: "message message-error", textContent: words });
  said.setAttribute("role", "alert");
  form?.prepend(said);
}
