import { element } from "../../lib/dom.ts";

/** A small sheet beside something, which closes by itself when somebody goes on elsewhere, and by Esc. */
export function sheet(label: string, ...children: (Node | string)[]): HTMLElement {
  const made = element("div", { className: "editor-sheet", popover: "auto" }, ...children);
  made.setAttribute("role", "dialog");
  made.setAttribute("aria-label", label);
  return made;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Under the box, or above it where there is no room; never outside of the window. */
export function showAt(made: HTMLElement, box: Box): void {
  if (!made.isConnected) document.querySelector("main")?.append(made);
  made.showPopover();
  const { width, height } = made.getBoundingClientRect();
  const start = getComputedStyle(made).direction === "rtl" ? box.right - width : box.left;
  const below = box.bottom + 6 + height < innerHeight;
  made.style.left = `${Math.max(8, Math.min(start, innerWidth - width - 8))}px`;
  made.style.top = `${Math.max(8, below ? box.bottom + 6 : box.top - height - 6)}px`;
}
