import type { Kept } from "./record.ts";

const NAME = "inkstead-writing";
const TEXTS = "texts";
const LOCAL = "inkstead:text:";

/** The browser's own store: IndexedDB, or localStorage where there is none. */
export interface Store {
  /** Resolves when it is on disk; false when the browser would not keep it. */
  put(kept: Kept): Promise<boolean>;
  /** At once, when the page is going away and nothing can be waited for. */
  putNow(kept: Kept): boolean;
  all(): Promise<Kept[]>;
  remove(id: string): Promise<void>;
}

export function openStore(): Store {
  const database = open();
  return {
    async put(kept) {
      const found = await database;
      if (!found) return putLocal(kept);
      return written(found, (texts) => texts.put(kept)).catch(() => putLocal(kept));
    },
    putNow(kept) {
      void database.then((found) => found && written(found, (texts) => texts.put(kept))).catch(() => undefined);
      return putLocal(kept);
    },
    async all() {
      const found = await database;
      const rows = found ? await read(found).catch(() => []) : [];
      return newest([...rows, ...local()]);
    },
    async remove(id) {
      forgetLocal(id);
      const found = await database;
      if (found) await written(found, (texts) => texts.delete(id)).catch(() => false);
    },
  };
}

function open(): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(TEXTS, { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => resolve(null);
    } catch {
      resolve(null); // forbidden in this browser
    }
  });
}

function written(database: IDBDatabase, act: (texts: IDBObjectStore) => void): Promise<boolean> {
  return new Promise((resolve, reject) => {
    // Strict: complete means that it is on disk, so that a browser or a machine may die afterwards.
    const transaction = database.transaction(TEXTS, "readwrite", { durability: "strict" });
    act(transaction.objectStore(TEXTS));
    transaction.oncomplete = () => resolve(true);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

function read(database: IDBDatabase): Promise<Kept[]> {
  return new Promise((resolve, reject) => {
    const request = database.transaction(TEXTS).objectStore(TEXTS).getAll();
    request.onsuccess = () => resolve(request.result as Kept[]);
    request.onerror = () => reject(request.error);
  });
}

function putLocal(kept: Kept): boolean {
  try {
    localStorage.setItem(LOCAL + kept.id, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

function forgetLocal(id: string): void {
  try {
    localStorage.removeItem(LOCAL + id);
  } catch {
    // Nothing can be there then.
  }
}

function local(): Kept[] {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(LOCAL));
    return names.map((name) => JSON.parse(localStorage.getItem(name) ?? "null") as Kept).filter(Boolean);
  } catch {
    return [];
  }
}

/** Of each record the last state, wherever it was put. */
export function newest(rows: readonly Kept[]): Kept[] {
  const found = new Map<string, Kept>();
  for (const row of rows) {
    const other = found.get(row.id);
    if (!other || other.unsent.turn < row.unsent.turn) found.set(row.id, row);
  }
  return [...found.values()].sort((one, other) => other.at - one.at);
}
