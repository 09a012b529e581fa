/** Calls `act` once things have been quiet for `milliseconds`. `now()` does not wait; `cancel()` forgets. */
export function debounce(act: () => void, milliseconds: number): { (): void; now(): void; cancel(): void } {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const cancel = () => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  const soon = () => {
    cancel();
    waiting = setTimeout(() => {
      waiting = undefined;
      act();
    }, milliseconds);
  };
  const now = () => {
    if (waiting === undefined) return;
    cancel();
    act();
  };
  return Object.assign(soon, { now, cancel });
}
