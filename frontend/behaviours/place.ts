import { signedIn } from "../lib/account.ts";
import { element, topmost } from "../lib/dom.ts";
import { noteFarthest } from "../lib/later.ts";
import { keepPlace, keptPlace, type Place, sendPlace } from "../lib/places.ts";
import { debounce } from "../lib/timing.ts";

const EDGE = 64;

/** Remembers where the reader is, here and (signed in) with the account, and offers to go back there. */
export function place(part: HTMLElement): () => void {
  const prose = part.querySelector<HTMLElement>(".prose");
  const blocks = [...(prose?.querySelectorAll<HTMLElement>(":scope > [id^='b-']") ?? [])];
  const data = part.dataset;
  const story = Number(data.story);

  const here = (): Place => {
    const box = prose?.getBoundingClientRect();
    const reached = box ? (innerHeight - box.top) / Math.max(box.height, 1) : 0;
    return {
      story,
      part: Number(data.part),
      position: Number(data.position),
      block: topmost(blocks.filter((block) => !block.hidden))?.id ?? "",
      reached: Math.round(Math.min(1, Math.max(0, reached)) * 1000) / 1000,
      at: new Date().toISOString(),
      url: data.url ?? location.pathname,
      title: data.title ?? "",
      storyTitle: data.storyTitle ?? "",
    };
  };
  noteFarthest(story, Number(data.number), 0);
  let undecided = false;
  const remember = debounce(() => {
    if (undecided) return;
    const now = here();
    keepPlace({ ...now, sent: signedIn() });
    noteFarthest(story, Number(data.number), now.reached);
    if (signedIn()) void sendPlace(now);
  }, 2000);
  const leave = () => remember.now();

  // As long as the offer stands, a glance at the beginning must not overwrite the place it leads to.
  if (!location.hash) undecided = offer(blocks, stoppedAt(part, prose, blocks), () => (undecided = false));
  else goOnNearby(part, prose, blocks);
  addEventListener("scroll", remember, { passive: true });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", leave);
  return () => {
    remember.cancel();
    removeEventListener("scroll", remember);
    removeEventListener("pagehide", leave);
    document.removeEventListener("visibilitychange", leave);
  };
}

/** The block where this reader stopped in this part: what the account says, for a guest what this browser says. */
function stoppedAt(part: HTMLElement, prose: HTMLElement | null, blocks: HTMLElement[]): HTMLElement | undefined {
  const stopped = part.querySelector<HTMLElement>("[data-stopped]")?.dataset.stopped;
  if (signedIn()) return blocks.find(({ id }) => id === stopped);
  const last = placeIn(part);
  return last && (blocks.find(({ id }) => id === last.block) ?? blockAt(prose, blocks, last.reached));
}

function placeIn(part: HTMLElement): Place | undefined {
  const last = keptPlace(Number(part.dataset.story));
  return last?.part === Number(part.dataset.part) ? last : undefined;
}

/** A link to a paragraph that the writer has taken out since. Where one stopped oneself it leads to what stands there now;
 * of anybody else's nothing is known but that it is gone. */
function goOnNearby(part: HTMLElement, prose: HTMLElement | null, blocks: HTMLElement[]): void {
  const id = location.hash.slice(1);
  if (!id.startsWith("b-") || document.getElementById(id)) return;
  const last = placeIn(part);
  if (last?.block === id) return blockAt(prose, blocks, last.reached)?.scrollIntoView({ block: "start" });
  const gone = element("p", { className: "resume", role: "status", textContent: "The passage of this link is no longer in the text." });
  gone.onclick = () => gone.remove();
  document.body.append(gone);
}

/** What stood at the top of the window when so much of the prose had come into it. */
function blockAt(prose: HTMLElement | null, blocks: HTMLElement[], reached: number): HTMLElement | undefined {
  const box = prose?.getBoundingClientRect();
  return box && topmost(blocks, box.top + reached * box.height - innerHeight + EDGE);
}

function offer(blocks: HTMLElement[], block: HTMLElement | undefined, decided: () => void): boolean {
  if (!block || blocks.indexOf(block) < 3) return false;
  const go = element("button", { type: "button", className: "link-button", textContent: "Continue where you stopped" });
  const away = element("button", { type: "button", className: "button button-quiet", textContent: "Not now" });
  const resume = element("div", { className: "resume", role: "status" }, go, away);
  const close = () => {
    decided();
    resume.remove();
    removeEventListener("scroll", drift);
  };
  const drift = () => scrollY > innerHeight && close();
  go.addEventListener("click", () => {
    close();
    block.scrollIntoView({ block: "start" });
    block.tabIndex = -1;
    block.focus({ preventScroll: true });
  });
  away.addEventListener("click", close);
  addEventListener("scroll", drift, { passive: true });
  document.body.append(resume);
  return true;
}
