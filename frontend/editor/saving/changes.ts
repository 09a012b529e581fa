/** What differs between the text as the server has it and the text as it stands. A block is its HTML, with its id. */
export interface Change {
  after: string;
  remove: string[];
  insert: string[];
}

const ID = /^<[a-z0-9]+ id="([^"]+)"/;
export const idOf = (block: string): string => ID.exec(block)?.[1] ?? "";

/** The changes that make `after` of `before`. Proportional to what changed, but for one look at every block. */
export function changesBetween(before: readonly string[], after: readonly string[]): Change[] {
  let head = 0;
  let tail = 0;
  const most = Math.min(before.length, after.length);
  while (head < most && before[head] === after[head]) head++;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const places = new Map(before.slice(head, before.length - tail).map((block, at) => [block, head + at]));
  const changes: Change[] = [];
  let from = head;
  let fresh: string[] = [];
  let last = head > 0 ? idOf(after[head - 1] as string) : "";
  const close = (until: number) => {
    const remove = before.slice(from, until).map(idOf);
    if (remove.length || fresh.length) changes.push({ after: last, remove, insert: fresh });
    fresh = [];
  };
  for (const block of after.slice(head, after.length - tail)) {
    const place = places.get(block);
    if (place === undefined || place < from) {
      fresh.push(block);
      continue;
    }
    close(place);
    last = idOf(block);
    from = place + 1;
  }
  close(before.length - tail);
  return changes;
}

/** The text after these changes, or nothing when they speak of blocks that are not there. */
export function applied(blocks: readonly string[], changes: readonly Change[]): string[] | null {
  let text = [...blocks];
  for (const { after, remove, insert } of changes) {
    const ids = text.map(idOf);
    const place = after === "" ? 0 : ids.indexOf(after) + 1;
    if ((after !== "" && place === 0) || remove.some((id) => !ids.includes(id))) return null;
    const gone = new Set(remove);
    const stays = (block: string) => !gone.has(idOf(block));
    text = [...text.slice(0, place).filter(stays), ...insert, ...text.slice(place).filter(stays)];
  }
  return text;
}
