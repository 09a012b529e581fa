/** Marks what was read, and opens the drawer at the part you are in. */
export function contents(list: HTMLElement): () => void {
  const marks = list.querySelector<HTMLElement>("[data-read]")?.dataset.read?.split(" ") ?? [];
  for (const id of marks) {
    const entry = list.querySelector<HTMLElement>(`a[data-part="${CSS.escape(id)}"]`);
    if (!entry) continue;
    entry.dataset.read = "";
    entry.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: " (read)" }));
  }
  const show = (event: Event) => {
    if ((event as ToggleEvent).newState !== "open") return;
    const current = list.querySelector<HTMLElement>("[aria-current]");
    current?.scrollIntoView({ block: "center" });
    current?.focus({ preventScroll: true });
  };
  list.addEventListener("toggle", show);
  return () => list.removeEventListener("toggle", show);
}
