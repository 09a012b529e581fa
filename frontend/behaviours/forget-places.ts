import { forgetPlace } from "../lib/places.ts";

/** A form that forgets what was read: this browser forgets it too. `data-part` names one part; without it, everything. */
export function forgetPlaces(form: HTMLElement): () => void {
  const act = () => forgetPlace(form.dataset.part ? Number(form.dataset.part) : undefined);
  form.addEventListener("submit", act);
  return () => form.removeEventListener("submit", act);
}
