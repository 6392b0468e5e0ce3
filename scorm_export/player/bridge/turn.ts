/** One sender at a time among the tabs of a browser: a web lock where there is one, else a lease in storage. */

import { randomUuid } from "./uuid";

/** Milliseconds after which a tab that said nothing has lost its turn. */
const LEASE = 30000;

/** Runs `work` when it is this tab's turn; false when another tab has it. */
export type Turn = (work: () => Promise<void>) => Promise<boolean>;

export function turnFor(name: string, storage: Storage | null): Turn {
  const locks = globalThis.navigator?.locks;
  const lease: Turn = storage ? leaseTurn(`${name}:turn`, storage) : async (work) => (await work(), true);
  return locks ? lockTurn(name, locks, lease) : lease;
}

/** `otherwise`: where a page has locks but may not use them. */
function lockTurn(name: string, locks: LockManager, otherwise: Turn): Turn {
  return async (work) => {
    let answered = false;
    try {
      return await locks.request(name, { ifAvailable: true }, async (lock) => {
        answered = true;
        if (lock) await work();
        return lock !== null;
      });
    } catch (error) {
      if (answered) throw error;
      return otherwise(work);
    }
  };
}

function leaseTurn(key: string, storage: Storage): Turn {
  const me = randomUuid();
  return async (work) => {
    if (!takeLease(key, storage, me)) return false;
    try {
      await work();
    } finally {
      releaseLease(key, storage, me);
    }
    return true;
  };
}

function takeLease(key: string, storage: Storage, me: string): boolean {
  try {
    const [holder, until] = (storage.getItem(key) ?? "").split(" ");
    if (holder && holder !== me && Number(until) > Date.now()) return false;
    storage.setItem(key, `${me} ${Date.now() + LEASE}`);
    return storage.getItem(key)?.startsWith(me) ?? false;
  } catch {
    return true;
  }
}

function releaseLease(key: string, storage: Storage, me: string): void {
  try {
    if (storage.getItem(key)?.startsWith(me)) storage.removeItem(key);
  } catch {
    // Storage that can't be written can't hold a lease either.
  }
}
