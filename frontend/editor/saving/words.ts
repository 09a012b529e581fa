import type { Saver } from "./saver.ts";

// As everywhere on the site: the day before the month, and hours to 24.
const CLOCK = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });
const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

const clock = (at: number): string => CLOCK.format(at);
export const moment = (at: number): string => MOMENT.format(at);

/** The one line that says what is saved, and where. */
export function line({ state }: Saver): string {
  switch (state.kind) {
    case "saved":
      return state.at ? `Saved ${clock(state.at)}` : "Everything is saved";
    case "saving":
      return "Saving…";
    case "aside":
      return `Saved ${clock(state.at)} beside another version`;
    case "away":
      return inBrowser(state.kept, navigator.onLine ? "the server cannot be reached" : "you are offline");
    case "signed-out":
      return inBrowser(state.kept, "sign in again in another tab, and it goes on");
    case "refused":
      return inBrowser(state.kept, state.message);
  }
}

const inBrowser = (kept: boolean, why: string): string =>
  kept ? `Saved in this browser, not yet on the server: ${why}` : `Not saved: ${why}`;

/** Where each copy is. */
export function places({ state }: Saver): [string, string][] {
  const server: Record<typeof state.kind, string> = {
    saved: "all of it, in the part's history",
    saving: "all but the last seconds",
    aside: "all of it, beside another version that was saved at the same time",
    away: "up to the last time that it could be reached",
    "signed-out": "up to when you were signed out",
    refused: "up to the last text that it took",
  };
  const here = "kept" in state && !state.kept ? "nothing: this browser would not keep it" : "what the server has not got yet";
  return [
    ["On the server", server[state.kind]],
    ["In this browser", state.kind === "saved" || state.kind === "aside" ? "nothing that the server has not" : here],
  ];
}
