/** The browser's database as a durable shelf: what `put` has promised survives a killed browser (contract 8).
 *
 * Every item is keyed by package and owner; nothing here knows what it keeps. Where the database is blocked, missing or
 * silent, there is no store, and the learner is told what that means where it matters.
 */

import { del, get, set, type UseStore } from "idb-keyval";

const DATABASE = "blended-mobility";
const SHELF = "work";
/** Browsers with a broken database never answer; the course does not wait for them. Milliseconds. */
const PATIENCE = 3000;

export class Store {
  private constructor(private readonly use: UseStore, private readonly name: string) {}

  /** null where nothing can be kept. `name` separates packages and learners. */
  static async open(name: string): Promise<Store | null> {
    try {
      const database = await inTime(openDatabase());
      return new Store(shelf(database), `mobility:${name}`);
    } catch {
      return null;
    }
  }

  /** undefined: nothing there. Rejects when the browser can't read. */
  get(key: string): Promise<unknown> {
    return inTime(get(this.key(key), this.use));
  }

  /** Resolves when the browser has written it through. */
  put(key: string, value: unknown): Promise<void> {
    return inTime(set(this.key(key), value, this.use));
  }

  drop(key: string): Promise<void> {
    return inTime(del(this.key(key), this.use));
  }

  private key(key: string): string {
    return `${this.name}:${key}`;
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(SHELF);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another window blocks the database"));
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
  });
}

/** "strict": a transaction is done when it is on the disk, not when the browser has heard of it. */
function shelf(database: IDBDatabase): UseStore {
  return async (mode, use) => use(database.transaction(SHELF, mode, { durability: "strict" }).objectStore(SHELF));
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the browser's database does not answer")), PATIENCE);
    void promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
