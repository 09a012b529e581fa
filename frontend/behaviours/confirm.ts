/** Asks `data-question` before a form is sent, before anybody else hears of it. */
export function confirm(form: HTMLElement): () => void {
  const ask = (event: Event) => {
    if (window.confirm(form.dataset.question ?? "Are you sure?")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  form.addEventListener("submit", ask, { capture: true });
  return () => form.removeEventListener("submit", ask, { capture: true });
}
