/** The one live region of a page: whatever `say()` is given is read out. */
export function announce(region: HTMLElement): () => void {
  const speak = (event: Event) => {
    region.textContent = "";
    requestAnimationFrame(() => (region.textContent = (event as CustomEvent<string>).detail));
  };
  document.addEventListener("inkstead:say", speak);
  return () => document.removeEventListener("inkstead:say", speak);
}
