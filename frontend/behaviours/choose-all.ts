import { element, say } from "../lib/dom.ts";

/** How many lines are chosen, and one box that chooses all of them; with Shift, all between two. */
export function chooseAll(form: HTMLElement): () => void {
  const ends = new AbortController();
  const boxes = () => [...form.querySelectorAll<HTMLInputElement>("input[name=part]")];
  const told = form.querySelector<HTMLElement>("[data-chosen]");
  if (!boxes().length || !told) return () => {};

  const all = element("input", { type: "checkbox" });
  const line = element("label", { className: "desk-all" }, all, "Choose all");
  form.querySelector("ol.desk-parts, .desk-volume, .plan-choices")?.before(line);
  let last: HTMLInputElement | undefined;

  const count = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    told.textContent = `${chosen} chosen:`;
    all.checked = chosen > 0 && chosen === boxes().length;
    all.indeterminate = chosen > 0 && !all.checked;
  };
  all.addEventListener("change", () => {
    boxes().forEach((box) => (box.checked = all.checked));
    count();
    say(told.textContent ?? "");
  });
  form.addEventListener(
    "click",
    (event) => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement) || box.name !== "part") return;
      const rows = boxes();
      if (event.shiftKey && last) {
        const [one, other] = [rows.indexOf(last), rows.indexOf(box)].sort((a, b) => a - b) as [number, number];
        rows.slice(one, other + 1).forEach((each) => (each.checked = box.checked));
      }
      last = box;
      count();
    },
    { signal: ends.signal },
  );
  count();
  return () => ends.abort();
}
