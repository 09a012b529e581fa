import type { Kept } from "./record.ts";
import { hasArrived, put } from "./server.ts";
import { openStore, type Store } from "./store.ts";

/** Where a text that a window left behind goes: "part:7" or "new:3". */
export function addressOf(place: string): string {
  const [kind, id] = place.split(":");
  return kind === "part" ? `/write/part/${id}/draft/` : `/write/story/${id}/part/draft/`;
}

/** Sends what this browser still has, and forgets what arrived. Answers what is left here alone. */
export async function sendAll(store: Store): Promise<Kept[]> {
  const left: Kept[] = [];
  for (const kept of await store.all()) {
    const answer = await put(addressOf(kept.place), kept.unsent);
    if (hasArrived(answer)) await store.remove(kept.id);
    else left.push(kept);
  }
  return left;
}

/** Before somebody signs out, on what may be everybody's computer: nothing of theirs stays here unsaid. */
export function askBeforeSigningOut(): void {
  let isThrough = false;
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (isThrough || !form.action.endsWith("/me/logout/")) return;
    event.preventDefault();
    void sendAll(openStore()).then((left) => {
      if (left.length && !window.confirm(question(left))) return;
      isThrough = true;
      form.requestSubmit();
    });
  });
}

function question(left: readonly Kept[]): string {
  const titles = [...new Set(left.map(({ title }) => title || "a new part"))].join(", ");
  return `Text of yours is only in this browser and not yet on the server: ${titles}. It stays here until you sign in on this browser again, and whoever uses it might find it. Sign out all the same?`;
}
