import type { Writing } from "../types.ts";
import { listenToNeighbours } from "./neighbours.ts";
import { WritingPage, blocksOf } from "./page.ts";
import { leftBehind, reconcile, type Found } from "./reconcile.ts";
import { Saver } from "./saver.ts";
import { Status } from "./status.ts";
import { openStore } from "./store.ts";
import { ownTab } from "./tab.ts";
import { moment } from "./words.ts";

/** Called once, when the page is ready to be written on. */
export function startSaving(writing: Writing): void {
  // A page on which somebody decides between two versions saves nothing by itself.
  if (writing.form.dataset.decide === undefined) void start(writing);
}

async function start(writing: Writing): Promise<void> {
  const page = new WritingPage(writing);
  const store = openStore();
  let isWaiting = false;
  const early = () => (isWaiting = true);
  const stop = [writing.onChange(early), ...listen(page, early)];

  const tab = await ownTab();
  const left = await leftBehind(store, page.place(), page.writer, tab);
  const status = new Status(writing.form, () => download(page.title(), plainText(writing)));
  const turn = Math.max(0, ...left.map(({ unsent }) => unsent.turn));
  const neighbours = listenToNeighbours(
    () => page.place(),
    tab,
    (others, saved) => {
      if (others) status.notice("tabs", { text: "This part is open in another tab of this browser too." });
      else status.notice("tabs", null);
      if (saved !== null && saved > saver.base) {
        const link = { address: location.pathname, text: "Show it." };
        status.notice("newer", { text: "The other tab has saved a newer text.", link });
      }
    },
  );
  const saver: Saver = new Saver(page, store, tab, writing.revision, turn, () => {
    status.show(saver);
    if (saver.state.kind === "saved" && saver.state.at) neighbours.saved(saver.base);
    const { compare, notice } = saver.extra;
    if (notice) status.notice("bin", { text: notice });
    if (compare) status.notice("aside", aside(compare));
  });
  status.show(saver);
  writing.onTurn(() => status.stand());

  const found = await reconcile(writing, page, store, left);
  // What a refused form holds is on this page alone: it is not asked for again.
  const mayReload = !isWaiting && !writing.form.dataset.bound;
  if (found.isOlder && mayReload && !found.left.length) return location.reload();
  tellOf(found, status);
  stop.forEach((end) => end());
  connect(writing, page, saver);
  if (isWaiting || found.back || writing.form.dataset.bound) saver.changed();
  // It lies in the store under the name of a window that is gone; from now on this one answers for it.
  if (found.back && found.back.unsent.tab !== tab) {
    await store.put(saver.current());
    await store.remove(found.back.id);
  }
  writing.form.dataset.saving = "ready";
}

const aside = (compare: string) => ({
  text: "There is another version of this text, saved at the same time. Both are kept.",
  link: { address: compare, text: "Compare both and choose." },
});

function tellOf(found: Found, status: Status): void {
  const { back, aside: compare, left, isOlder } = found;
  if (back) status.notice("back", { text: `What you typed here until ${moment(back.at)} is back in the text.` });
  const last = compare.at(-1);
  if (last) status.notice("aside", aside(last));
  if (isOlder) status.notice("newer", { text: "There is a newer text.", link: { address: "", text: "Show it." } });
  for (const kept of left) {
    const text = `Something typed here until ${moment(kept.at)} is still only in this browser; it is tried again when you come back.`;
    status.notice(`left-${kept.unsent.tab}`, { text });
  }
}

function listen(page: WritingPage, changed: () => void): (() => void)[] {
  return page.fields().map((field) => {
    field.addEventListener("input", changed);
    return () => field.removeEventListener("input", changed);
  });
}

function connect(writing: Writing, page: WritingPage, saver: Saver): void {
  const changed = () => saver.changed();
  writing.onChange(changed);
  listen(page, changed);
  const again = () => saver.isUnsaved && void saver.flush();
  addEventListener("online", again);
  addEventListener("focus", again);
  addEventListener("pagehide", () => saver.last(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saver.last(false);
    else again();
  });
  addEventListener("beforeunload", (event) => {
    const { state } = saver;
    if ("kept" in state && !state.kept) event.preventDefault(); // the browser keeps nothing, and the server has it not
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    void saver.flush(true);
  });
  writing.form.addEventListener("submit", (event) => void submit(event, writing.form, saver));
}

let isThrough = false;

/** First everything that was typed, then the form's own button: it must not run into a save that is under way. */
async function submit(event: SubmitEvent, form: HTMLFormElement, saver: Saver): Promise<void> {
  if (isThrough) return saver.rest();
  event.preventDefault();
  await saver.settle();
  if (saver.state.kind === "aside" && saver.extra.compare) return location.assign(saver.extra.compare);
  // Where it cannot be reached the line says so; a refusal is for the form's own page to explain.
  if (saver.state.kind === "away" || saver.state.kind === "signed-out") return;
  isThrough = true;
  form.requestSubmit(event.submitter);
  isThrough = false;
}

function plainText(writing: Writing): string {
  const { view } = writing;
  if (!view) return writing.area.value;
  const template = document.createElement("template");
  const texts = blocksOf(writing).map((html) => {
    template.innerHTML = html.replace(/<br>/g, "\n").replace(/<hr[^>]*>/, "<p>* * *</p>").replace(/<\/li>/g, "\n");
    return template.content.textContent ?? "";
  });
  return texts.join("\n\n");
}

function download(title: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${title}\n\n${text}\n`], { type: "text/plain" }));
  link.download = `${title.trim() || "text"}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
