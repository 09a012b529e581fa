/** Indices from the first to just before the last. */
export type Span = readonly [from: number, to: number];

/** In order, none touching another. */
export function united(spans: readonly Span[], length: number): Span[] {
  const found: [number, number][] = [];
  for (const [from, to] of spans.map(([a, b]) => [Math.max(0, a), Math.min(length, b)] as const).sort((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (to <= from) continue;
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

export function gaps(spans: readonly Span[], length: number): Span[] {
  const found: Span[] = [];
  let at = 0;
  for (const [from, to] of [...spans, [length, length] as const]) {
    if (at < from) found.push([at, from]);
    at = to;
  }
  return found;
}

/** The blocks that lie between two heights, when each is as high as `heights` says. */
export function within(heights: readonly number[], top: number, bottom: number): Span {
  let from = 0;
  let at = 0;
  while (from < heights.length && at + (heights[from] as number) < top) at += heights[from++] as number;
  let to = from;
  while (to < heights.length && at < bottom) at += heights[to++] as number;
  return [from, to];
}
