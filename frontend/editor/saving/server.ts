import type { Unsent } from "./record.ts";

/** What the server said to a save, in the words that matter here. */
export type Answer = Arrived | Failed;

export interface Arrived {
  kind: "saved" | "aside";
  revision: number;
  rest: string;
  part: number;
  url: string;
  /** What each change put in, as it is called from now on. */
  ids: string[][];
  /** Where another version waits to be looked at. */
  compare?: string;
  notice?: string;
  fields?: Record<string, string>;
}

export type Failed =
  /** It cannot be reached, or not now; `wait` in milliseconds, where it named a time. */
  | { kind: "away"; wait?: number }
  | { kind: "signed-out" }
  /** It has other blocks than we think: the whole text helps. */
  | { kind: "lost-track" }
  /** It will not take this; for good when the part or the right to it is gone. */
  | { kind: "refused"; message: string; forGood: boolean };

export const hasArrived = (answer: Answer): answer is Arrived => answer.kind === "saved" || answer.kind === "aside";

const PATIENCE = 20_000;
const LOST = new Set(["unknown_blocks", "too_many_changes"]);

export async function put(address: string, unsent: Unsent, last = false): Promise<Answer> {
  const body = JSON.stringify(unsent);
  let answer: Response;
  try {
    answer = await fetch(address, {
      method: "PUT",
      body,
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
      credentials: "same-origin",
      redirect: "error",
      // A browser takes no more than 64 kB along when a page goes away.
      keepalive: last && body.length < 60_000,
      signal: last ? null : AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return { kind: "away" };
  }
  const said = await answer.json().catch(() => null);
  return understood(answer.status, said, answer.headers.get("Retry-After"));
}

export function understood(status: number, said: any, retryAfter: string | null = null): Answer {
  if (status === 200 && said?.revision) return { kind: "saved", ...said };
  if (status === 409 && said?.revision) return { kind: "aside", ...said };
  const code: string = said?.error?.code ?? "";
  if (status === 401 || code === "csrf") return { kind: "signed-out" };
  if (LOST.has(code)) return { kind: "lost-track" };
  // A proxy in between may answer with a page of its own.
  const ours = typeof said?.error?.message === "string";
  if (!ours || status >= 500 || status === 429 || status === 408 || code === "invalid_json") {
    const seconds = Number(retryAfter ?? NaN);
    return Number.isFinite(seconds) ? { kind: "away", wait: seconds * 1000 } : { kind: "away" };
  }
  return { kind: "refused", message: said.error.message, forGood: status === 403 || status === 404 };
}

/** From the cookie: signing in again in another tab changes it, and this page goes on. */
function token(): string {
  const found = /(?:^|;\s*)inkstead_csrf=([^;]+)/.exec(document.cookie);
  return found?.[1] ?? document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}
