/** What this browser keeps. A browser that refuses to keep anything is a browser where every visit is the first one. */
export function kept<T>(name: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`inkstead:${name}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(`inkstead:${name}`, JSON.stringify(value));
  } catch {
    // Full or forbidden: reading goes on.
  }
}
