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
