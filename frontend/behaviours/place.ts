import { csrfToken, signedIn } from "../lib/account.ts";
import { element, topmost } from "../lib/dom.ts";
import { keepPlace, keptPlace, newer, type Place, sendPlace } from "../lib/places.ts";
import { debounce } from "../lib/timing.ts";

/** Remembers where the reader is, here and (signed in) with the account, and offers to go back there. */
export function place(part: HTMLElement): () => void {
  const prose = part.querySelector<HTMLElement>(".prose");
  const blocks = [...(prose?.querySelectorAll<HTMLElement>(":scope > [id^='b-']") ?? [])];
  const data = part.dataset;
  const story = Number(data.story);
  let moved = false;

  const here = (): Place => {
    const box = prose?.getBoundingClientRect();
    const reached = box ? (innerHeight - box.top) / Math.max(box.height, 1) : 0;
    return {
      story,
      part: Number(data.part),
      block: topmost(blocks)?.id ?? null,
      reached: Math.round(Math.min(1, Math.max(0, reached)) * 1000) / 1000,
      at: new Date().toISOString(),
      url: data.url ?? location.pathname,
      title: data.title ?? "",
      storyTitle: data.storyTitle ?? "",
    };
  };
  const remember = debounce(() => {
    const now = here();
    keepPlace({ ...now, sent: signedIn() });
    if (signedIn()) void sendPlace(now);
  }, 2000);
  const scrolled = () => {
    moved = true;
    remember();
  };
  const leave = () => remember.now();

  void lastPlace(story).then((last) => {
    if (last && last.part === Number(data.part) && !location.hash && !moved) offer(blocks, last);
  });
  addEventListener("scroll", scrolled, { passive: true });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", leave);
  return () => {
    remember.cancel();
    removeEventListener("scroll", scrolled);
    removeEventListener("pagehide", leave);
    document.removeEventListener("visibilitychange", leave);
  };
}

type Stop = Pick<Place, "part" | "block" | "at">;

async function lastPlace(story: number): Promise<Stop | undefined> {
  const local = keptPlace(story);
  if (csrfToken() === null) return local;
  const answer = await fetch(`/api/v1/me/places/${story}`).catch(() => null);
  const remote = answer?.ok ? ((await answer.json()) as Stop | null) : null;
  return newer<Stop>(local, remote?.part ? remote : undefined);
}

function offer(blocks: HTMLElement[], last: Stop): void {
  const index = blocks.findIndex((block) => block.id === last.block);
  const block = blocks[index];
  if (index < 3 || !block) return;
  const go = element("button", { type: "button", className: "link-button", textContent: "Continue where you stopped" });
  const away = element("button", { type: "button", className: "button button-quiet", textContent: "Not now" });
  const resume = element("div", { className: "resume", role: "status" }, go, away);
  const close = () => {
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
}
