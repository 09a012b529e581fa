const OWN = "inkstead:tab";
const lockOf = (tab: string): string => `inkstead-tab-${tab}`;

export function newUuid(): string {
  // crypto.randomUUID is missing where a site is served without https.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 15) | 64;
  bytes[8] = ((bytes[8] as number) & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The name of this window, the same after a reload. A window that was duplicated finds its name taken and gets another. */
export async function ownTab(): Promise<string> {
  let tab = remembered() ?? newUuid();
  if (!(await hold(tab))) {
    tab = newUuid();
    await hold(tab);
  }
  try {
    sessionStorage.setItem(OWN, tab);
  } catch {
    // Then a reload is another window; what it kept is found all the same.
  }
  return tab;
}

/** Is a window of that name open just now? Where browsers cannot say, what is kept counts as left behind. */
export async function isOpen(tab: string): Promise<boolean> {
  if (!navigator.locks) return false;
  const { held } = await navigator.locks.query();
  return (held ?? []).some(({ name }) => name === lockOf(tab));
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(OWN);
  } catch {
    return null;
  }
}

/** For as long as the page lives. A page that is just going away may hold it a moment longer. */
function hold(tab: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const patience = new AbortController();
    const end = setTimeout(() => patience.abort(), 1500);
    navigator.locks
      .request(lockOf(tab), { signal: patience.signal }, () => {
        clearTimeout(end);
        resolve(true);
        return new Promise<never>(() => undefined);
      })
      .catch(() => resolve(false));
  });
}
