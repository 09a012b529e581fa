import { keptPlace } from "../lib/places.ts";

/** Does the sum for a guest's comment in a worker while they type, and holds the form back until it is done. */
export function guestProof(form: HTMLElement): (() => void) | void {
  if (!(form instanceof HTMLFormElement) || !form.dataset.challenge || !form.dataset.worker) return;
  const field = form.elements.namedItem("proof") as HTMLInputElement;
  const place = keptPlace(Number(form.dataset.story));
  if (place) (form.elements.namedItem("furthest") as HTMLInputElement).value = String(place.part);
  field.value = "";
  let waits = false;
  const worker = new Worker(form.dataset.worker, { type: "module" });
  worker.onmessage = ({ data }: MessageEvent<string>) => {
    if (!data) return failed();
    field.value = data;
    worker.terminate();
    if (waits) form.requestSubmit();
  };
  const failed = () => {
    worker.terminate();
    form.removeEventListener("submit", hold, true);
    if (waits) form.requestSubmit(); // without a proof it waits for a person
  };
  worker.onerror = failed;
  const hold = (event: Event) => {
    if (field.value) return form.removeEventListener("submit", hold, true);
    event.preventDefault();
    event.stopImmediatePropagation();
    waits = true;
    form.querySelector<HTMLElement>("[type=submit]")?.setAttribute("aria-busy", "true");
  };
  form.addEventListener("submit", hold, true);
  worker.postMessage(form.dataset.challenge);
  return () => worker.terminate();
}
