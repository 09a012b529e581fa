import { csrfToken } from "../lib/account.ts";
import { element, say } from "../lib/dom.ts";

const SENTENCE = "Space takes it, the arrow keys move it, Space puts it down, Escape puts it back.";

interface Spot {
  list: HTMLElement;
  before: Element | null;
}

/**
 * Parts change places by their handle: dragged with mouse or finger, or taken with Space and moved with the arrow keys.
 * What was put down is sent at once; the arrows of the page without scripts serve whoever neither drags nor types.
 */
export function partOrder(form: HTMLElement): () => void {
  const ends = new AbortController();
  const lists = () => [...form.querySelectorAll<HTMLElement>("ol.desk-parts")];
  const rows = () => [...form.querySelectorAll<HTMLElement>("ol.desk-parts > li")];
  const titleOf = (row: HTMLElement) => row.querySelector(".desk-part a")?.textContent ?? "";
  const spotOf = (row: HTMLElement): Spot => ({ list: row.parentElement as HTMLElement, before: row.nextElementSibling });
  let held: HTMLElement | undefined;
  let from: Spot | undefined;
  let dragging = false;

  form.toggleAttribute("data-ordering", true);
  form.append(element("p", { id: "how-to-order", hidden: true, textContent: SENTENCE }));
  rows().forEach((row) => {
    const grip = element("button", { type: "button", className: "icon-button desk-grip", textContent: "⠿" });
    grip.setAttribute("aria-label", `Move ${titleOf(row)}`);
    grip.setAttribute("aria-describedby", "how-to-order");
    grip.setAttribute("aria-pressed", "false");
    row.querySelector(".desk-tools")?.append(grip);
  });

  const gripOf = (row: HTMLElement) => row.querySelector<HTMLElement>(".desk-grip")!;
  const where = (row: HTMLElement) => {
    const several = lists().length > 1 ? `, in ${(row.parentElement as HTMLElement).dataset.title}` : "";
    return `place ${rows().indexOf(row) + 1} of ${rows().length}${several}`;
  };

  function take(row: HTMLElement): void {
    held = row;
    from = spotOf(row);
    row.classList.add("is-taken");
    gripOf(row).setAttribute("aria-pressed", "true");
    row.querySelectorAll<HTMLButtonElement>(".desk-steps button").forEach((button) => (button.disabled = false));
  }

  function letGo(): void {
    if (!held) return;
    held.classList.remove("is-taken");
    gripOf(held).setAttribute("aria-pressed", "false");
    renumber();
    held = from = undefined;
  }

  function putBack(): void {
    if (!held || !from) return;
    from.list.insertBefore(held, from.before);
    say(`${titleOf(held)} is back at ${where(held)}.`);
    letGo();
  }

  function step(row: HTMLElement, by: number): void {
    const list = row.parentElement as HTMLElement;
    const beside = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (beside) by < 0 ? beside.before(row) : beside.after(row);
    else {
      const next = lists()[lists().indexOf(list) + by];
      if (!next) return say("It cannot go further.");
      by < 0 ? next.append(row) : next.prepend(row);
    }
    row.scrollIntoView({ block: "nearest" });
    say(where(row));
  }

  function renumber(): void {
    const all = rows();
    all.forEach((row, at) => {
      row.querySelector(".contents-number")!.textContent = String(at + 1);
      const [up, down] = row.querySelectorAll<HTMLButtonElement>(".desk-steps button");
      if (up) up.disabled = at === 0;
      if (down) down.disabled = at === all.length - 1;
    });
  }

  async function putDown(): Promise<void> {
    if (!held || !from) return;
    const row = held;
    const back = from;
    const moved = back.list !== row.parentElement || back.before !== row.nextElementSibling;
    letGo();
    if (!moved) return say(`${titleOf(row)} stays at ${where(row)}.`);
    const answer = await sent(row);
    if (answer.undo) {
      tell(answer.message, answer.undo);
      say(`${titleOf(row)} is put down at ${where(row)}.`);
    } else {
      back.list.insertBefore(row, back.before);
      renumber();
      tell(answer.message);
    }
  }

  async function sent(row: HTMLElement): Promise<{ message: string; undo?: string }> {
    const body = new URLSearchParams({
      part: row.querySelector<HTMLInputElement>("input[name=part]")!.value,
      to: String(rows().indexOf(row) + 1),
      volume: (row.parentElement as HTMLElement).dataset.volume ?? "",
    });
    const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() ?? "" };
    try {
      const answer = await fetch((form as HTMLFormElement).action, { method: "POST", body, headers });
      const told = await answer.json();
      return answer.ok ? told : { message: told.error?.message ?? "That did not work. The part is where it was." };
    } catch {
      return { message: "The server cannot be reached. The part is where it was; try again later." };
    }
  }

  function tell(message: string, undo?: string): void {
    document.querySelector(".messages")?.remove();
    const box = element("div", { className: `message message-${undo ? "success" : "error"}` }, element("p", { textContent: message }));
    if (undo) {
      const token = element("input", { type: "hidden", name: "csrfmiddlewaretoken", value: csrfToken() ?? "" });
      const button = element("button", { className: "link-button", textContent: "Undo" });
      box.append(element("form", { method: "post", action: undo }, token, button));
    }
    const messages = element("div", { className: "messages" }, box);
    messages.setAttribute("role", "status");
    document.getElementById("main")?.before(messages);
  }

  function drag(event: PointerEvent): void {
    if (!held || !dragging) return;
    event.preventDefault();
    if (event.clientY < 70) scrollBy(0, -14);
    if (event.clientY > innerHeight - 70) scrollBy(0, 14);
    const under = document.elementFromPoint(innerWidth / 2, event.clientY);
    const row = under?.closest<HTMLElement>("ol.desk-parts > li");
    if (row && row !== held && form.contains(row)) {
      const { top, height } = row.getBoundingClientRect();
      event.clientY < top + height / 2 ? row.before(held) : row.after(held);
      return;
    }
    // Over a heading or an empty volume: into the list that follows.
    const near = lists().find((list) => !list.children.length && Math.abs(list.getBoundingClientRect().top - event.clientY) < 48);
    if (near) near.append(held);
  }

  const on = <K extends keyof HTMLElementEventMap>(name: K, act: (event: HTMLElementEventMap[K]) => void) =>
    form.addEventListener(name, act, { signal: ends.signal });
  const rowAt = (event: Event) => (event.target as Element).closest<HTMLElement>("ol.desk-parts > li");
  const isGrip = (event: Event) => (event.target as Element).closest(".desk-grip") !== null;

  let startedAt = 0;
  on("pointerdown", (event) => {
    const row = rowAt(event);
    if (!row || !isGrip(event) || event.button !== 0) return;
    if (held && held !== row) void putDown();
    startedAt = event.clientY;
    const wasHeld = held === row;
    const move = (moved: PointerEvent) => {
      if (!dragging && Math.abs(moved.clientY - startedAt) > 4) {
        dragging = true;
        if (!held) take(row);
      }
      drag(moved);
    };
    // The page hears them, not the handle: a row that changes its place leaves the page for a moment.
    const until = new AbortController();
    const up = (ended: PointerEvent) => {
      until.abort();
      const dragged = dragging;
      dragging = false;
      if (ended.type === "pointercancel") return putBack();
      if (dragged || wasHeld) return void putDown();
      take(row); // a tap: now the arrows beside it move it, and another tap puts it down
      say(`${titleOf(row)} is taken, ${where(row)}. The arrows beside it move it.`);
    };
    document.addEventListener("pointermove", move, { signal: until.signal });
    document.addEventListener("pointerup", up, { signal: until.signal });
    document.addEventListener("pointercancel", up, { signal: until.signal });
  });
  on("keydown", (event) => {
    const row = rowAt(event);
    if (!row || (!isGrip(event) && row !== held)) return;
    const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };
    if (isGrip(event) && (event.key === " " || event.key === "Enter")) {
      event.preventDefault();
      if (held === row) void putDown();
      else {
        if (held) putBack();
        take(row);
        say(`${titleOf(row)} is taken, ${where(row)}. ${SENTENCE}`);
      }
    } else if (held === row && event.key in steps) {
      event.preventDefault();
      step(row, steps[event.key] as number);
      gripOf(row).focus({ preventScroll: true });
    } else if (held === row && event.key === "Escape") {
      event.preventDefault();
      putBack();
      gripOf(row).focus();
    }
  });
  on("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>(".desk-steps button");
    const row = rowAt(event);
    if (!button || !row || row !== held) return;
    event.preventDefault();
    step(row, button.name === "up" ? -1 : 1);
  });
  on("focusout", (event) => {
    // Who walks away has put it down.
    if (held && !dragging && event.relatedTarget && !held.contains(event.relatedTarget as Node)) void putDown();
  });
  return () => ends.abort();
}
