/** Deep in a part, scrolling back up a little brings the tools to the edge of the window; reading on puts them away. */
export function withinReach(tools: HTMLElement): () => void {
  const line = tools.parentElement ?? tools;
  let last = scrollY;
  let turnedAt = scrollY;
  let heading = 0;

  const scrolled = () => {
    const direction = Math.sign(scrollY - last);
    if (direction !== 0 && direction !== heading) {
      heading = direction;
      turnedAt = last;
    }
    last = scrollY;
    const away = line.getBoundingClientRect().bottom < 0;
    if (!away || scrollY - turnedAt > 40) tools.classList.remove("is-near");
    else if (turnedAt - scrollY > 120) tools.classList.add("is-near");
  };
  addEventListener("scroll", scrolled, { passive: true });
  return () => removeEventListener("scroll", scrolled);
}
