import { element } from "../lib/dom.ts";

/**
 * Lines of the queue are dragged by their handle, with a mouse or a finger; put down, they go the way that the arrow
 * buttons go, which serve whoever does not drag.
 */
export function queueOrder(section: HTMLElement): () => void {
  const list = section.querySelector<HTMLElement>("ol.desk-parts");
  if (!list) return () => {};
  const lines = () => [...list.children] as HTMLElement[];
  const ends = new AbortController();
  let held: HTMLElement | undefined;

  const follow = ({ clientY }: PointerEvent) => {
    if (!held) return;
    if (clientY < 70) scrollBy(0, -14);
    if (clientY > innerHeight - 70) scrollBy(0, 14);
    const line = document.elementFromPoint(list.getBoundingClientRect().left + 20, clientY)?.closest("li");
    if (!line || line === held || line.parentElement !== list) return;
    const { top, height } = line.getBoundingClientRect();
    clientY < top + height / 2 ? line.before(held) : line.after(held);
  };
  const putDown = () => {
    const line = held;
    const form = line?.querySelector<HTMLFormElement>("form[data-move]");
    const place = line ? String(lines().indexOf(line) + 1) : "";
    letGo();
    if (!line || !form || place === line.dataset.place) return;
    form.append(element("input", { type: "hidden", name: "to", value: place }));
    form.submit();
  };
  const putBack = () => {
    if (!held) return;
    letGo();
    lines()
      .sort((one, other) => Number(one.dataset.place) - Number(other.dataset.place))
      .forEach((line) => list.append(line));
  };
  const letGo = () => {
    held?.classList.remove("is-held");
    held = undefined;
  };

  // The page hears them, not the handle: a line that changes its place leaves the page for a moment.
  const on = <K extends keyof DocumentEventMap>(name: K, act: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, act, { signal: ends.signal });
  on("pointermove", follow);
  on("pointerup", putDown);
  on("pointercancel", putBack);
  on("keydown", ({ key }) => key === "Escape" && held && putBack());

  const gripFor = (line: HTMLElement) => {
    const grip = element("span", { className: "icon-button desk-grip", textContent: "⠿" });
    grip.setAttribute("aria-hidden", "true");
    grip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      held = line;
      line.classList.add("is-held");
    });
    return grip;
  };
  const grips = lines().map((line) => {
    const grip = gripFor(line);
    line.querySelector(".desk-tools")?.append(grip);
    return grip;
  });
  return () => {
    ends.abort();
    grips.forEach((grip) => grip.remove());
  };
}
