import { signedIn } from "../lib/account.ts";
import { element, isTyping, say } from "../lib/dom.ts";
import { asksForLater, hasReached } from "../lib/later.ts";
import { keepingLine, nearest, type OtherTelling, readOther, stretch, turned } from "../lib/tellings.ts";

/** At the head of a scene: shows another telling of it in its place, and the same line at the same height. */
export function telling(mark: HTMLElement): () => void {
  const link = mark.querySelector<HTMLAnchorElement>("[data-turn]");
  const part = mark.closest<HTMLElement>(".part");
  const data = mark.dataset;
  if (!link || !part) return () => {};
  offerWhenReached(mark, part);

  const words = link.innerText;
  const tools = part.querySelector<HTMLElement>(".part-tools");
  const near = element("button", { type: "button", className: "link-button telling-near", hidden: true, textContent: words });
  tools?.prepend(near);
  let other: OtherTelling | undefined;
  let shown: HTMLElement | undefined;

  const own = () => stretch(data.block ?? "", data.last ?? "");
  const turn = async () => {
    other ??= await fetchOther(data.sides ?? "", part.dataset.part ?? "", data.block ?? "");
    if (!other) return location.assign(link.href);
    const level = other.pairs.map(([ours, theirs]) => (shown ? [theirs, ours] : [ours, theirs]) as [string, string]);
    const line = nearest(level.map(([here]) => here));
    const goal = level.find(([here]) => here === line?.id)?.[1];
    const change = () => {
      if (shown) back();
      else there();
      for (const each of [link, near]) each.textContent = shown ? "Back to the scene as it was" : words;
    };
    keepingLine(line ?? mark, change, () => (goal ? document.getElementById(goal) : mark));
    say(shown ? `${words}. The scene is turned.` : "Back to the scene as it was.");
  };
  const there = () => {
    document.dispatchEvent(new CustomEvent("inkstead:turning", { detail: data.block }));
    const blocks = own();
    shown = turned(other?.blocks ?? [], part.dir || "auto");
    blocks[0]?.before(shown);
    for (const each of blocks) each.hidden = true;
  };
  const back = () => {
    shown?.remove();
    shown = undefined;
    for (const each of own()) each.hidden = false;
  };
  const pressed = (event: Event) => {
    event.preventDefault();
    void turn();
  };
  /** A scene with several other tellings shows one of them. */
  const elsewhere = (event: Event) => {
    if (!shown || (event as CustomEvent<string>).detail !== data.block) return;
    back();
    for (const each of [link, near]) each.textContent = words;
  };
  const inScene = () => {
    const ahead = mark.hidden && part.dataset.part === data.part && document.getElementById(link.hash.slice(1));
    if (ahead && ahead.getBoundingClientRect().top < innerHeight / 2) mark.hidden = false;
    const last = shown ?? document.getElementById(data.last ?? "");
    const inside = mark.getBoundingClientRect().bottom < 0 && (last?.getBoundingClientRect().bottom ?? 0) > innerHeight / 4;
    near.hidden = mark.hidden || !inside;
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== "v" || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    const { top } = mark.getBoundingClientRect();
    if (!near.hidden || (!mark.hidden && top > 0 && top < innerHeight)) pressed(event);
  };
  link.addEventListener("click", pressed);
  near.addEventListener("click", pressed);
  addEventListener("scroll", inScene, { passive: true });
  document.addEventListener("keydown", key);
  document.addEventListener("inkstead:turning", elsewhere);
  return () => {
    near.remove();
    removeEventListener("scroll", inScene);
    document.removeEventListener("keydown", key);
    document.removeEventListener("inkstead:turning", elsewhere);
  };
}

async function fetchOther(address: string, part: string, block: string): Promise<OtherTelling | undefined> {
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return undefined;
  return readOther(new DOMParser().parseFromString(await answer.text(), "text/html"), part, block);
}

/** For somebody who is signed in the account knows how far they are; for a guest this browser does. */
function offerWhenReached(mark: HTMLElement, part: HTMLElement): void {
  const { later, number, begins } = mark.dataset;
  if (later === undefined || !mark.hidden) return;
  const asked = { story: Number(part.dataset.story), number: Number(number), begins: Number(begins) };
  mark.hidden = !(signedIn() ? asksForLater(asked.story) : hasReached(asked));
}
