/** Tells the style sheet how much of a phone's window the keyboard covers, so that the tools can stand on top of it. */
export function watchKeyboard(place: HTMLElement): () => void {
  const seen = window.visualViewport;
  if (!seen) return () => {};
  const tell = () => {
    const covered = Math.max(0, innerHeight - seen.height - seen.offsetTop);
    place.style.setProperty("--covered", `${Math.round(covered)}px`);
  };
  tell();
  seen.addEventListener("resize", tell);
  seen.addEventListener("scroll", tell);
  return () => {
    seen.removeEventListener("resize", tell);
    seen.removeEventListener("scroll", tell);
  };
}

/** Tells it how high the tools are just now, so that what stands over them on a phone is not covered. */
export function watchTools(bar: HTMLElement, form: HTMLElement): () => void {
  const watching = new ResizeObserver(() => form.style.setProperty("--tools", `${bar.offsetHeight}px`));
  watching.observe(bar);
  return () => watching.disconnect();
}
