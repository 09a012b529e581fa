/** `data-behaviour="place keys"` starts `place` and `keys` on that element; what they return runs when it goes away. */
export type Behaviour = (element: HTMLElement) => void | (() => void);

export function startBehaviours(known: Record<string, Behaviour>, root: HTMLElement = document.documentElement): void {
  const running = new Map<HTMLElement, (() => void)[]>();

  const start = (element: HTMLElement) => {
    if (running.has(element)) return;
    const names = element.dataset.behaviour?.split(" ") ?? [];
    const ends = names.map((name) => known[name]?.(element)).filter((end) => typeof end === "function");
    running.set(element, ends);
  };
  const stop = (element: HTMLElement) => {
    if (element.isConnected) return;
    running.get(element)?.forEach((end) => end());
    running.delete(element);
  };
  const each = (node: Node, act: (element: HTMLElement) => void) => {
    if (!(node instanceof HTMLElement)) return;
    if (node.dataset.behaviour !== undefined) act(node);
    node.querySelectorAll<HTMLElement>("[data-behaviour]").forEach(act);
  };

  each(root, start);
  new MutationObserver((changes) => {
    for (const change of changes) {
      change.removedNodes.forEach((node) => each(node, stop));
      change.addedNodes.forEach((node) => each(node, start));
    }
  }).observe(root, { childList: true, subtree: true });
}
