export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select, [role='textbox']"));

/** The first block that is still visible below the top edge, or nothing when the prose is above or below the window. */
export function topmost(blocks: readonly HTMLElement[], edge = 64): HTMLElement | undefined {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle] as HTMLElement).getBoundingClientRect().bottom > edge) high = middle;
    else low = middle + 1;
  }
  return blocks[low];
}

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Says something to people who cannot see it happen. */
export function say(text: string): void {
  document.dispatchEvent(new CustomEvent("inkstead:say", { detail: text }));
}
