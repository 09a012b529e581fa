/** Windows of this browser in which the same part is open. */
export interface Neighbours {
  saved(revision: number): void;
}

interface Said {
  place: string;
  tab: string;
  kind: "here" | "too" | "saved" | "gone";
  revision?: number;
}

export function listenToNeighbours(
  place: () => string,
  tab: string,
  heard: (others: number, saved: number | null) => void,
): Neighbours {
  if (typeof BroadcastChannel === "undefined") return { saved: () => undefined };
  const channel = new BroadcastChannel("inkstead-writing");
  const others = new Set<string>();
  const say = (kind: Said["kind"], revision?: number) => channel.postMessage({ place: place(), tab, kind, revision });
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.place !== place() || data.tab === tab) return;
    if (data.kind === "gone") others.delete(data.tab);
    else others.add(data.tab);
    if (data.kind === "here") say("too");
    heard(others.size, data.kind === "saved" ? (data.revision ?? null) : null);
  };
  addEventListener("pagehide", () => say("gone"));
  addEventListener("pageshow", ({ persisted }) => persisted && say("here"));
  say("here");
  return { saved: (revision) => say("saved", revision) };
}
