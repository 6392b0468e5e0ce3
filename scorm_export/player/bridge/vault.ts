/** The queue's place in the browser's storage, keyed by package and a digest of the LMS's learner id (contract 8).
 *
 * Without a learner id, or where storage is blocked, it is memory only: what the record has acknowledged stands in the
 * LMS's state too, so the difference is sent at the next start.
 */

import { fingerprint } from "../digest";
import type { Queue } from "./queue";

/** One learner's queue, and the source it belongs to: a new claim begins a new one. */
export interface Stored extends Queue {
  source: string;
}

/** Tells learners apart without keeping who they are; "" when the LMS tells no id. */
export function ownerDigest(packageId: string, learner: string): string {
  return learner === "" ? "" : fingerprint(`${packageId}\n${learner}`);
}

export class Vault {
  private memory: Stored | null = null;
  /** Storage refused a write in this visit: what stands there is old, memory alone counts. */
  private refused = false;
  private readonly key: string;

  constructor(packageId: string, private readonly owner: string, private readonly storage: Storage | null) {
    this.key = `mobility:${packageId}:${owner}`;
  }

  /** null: nothing there, or of another source. */
  read(source: string): Stored | null {
    const stored = this.refused ? this.memory : (this.stored() ?? this.memory);
    return stored?.source === source ? stored : null;
  }

  write(stored: Stored): void {
    this.memory = stored;
    if (this.refused) return;
    this.refused = !this.tryStorage((storage) => (storage.setItem(this.key, JSON.stringify(stored)), true));
    if (this.refused) this.tryStorage((storage) => storage.removeItem(this.key));
  }

  clear(): void {
    this.memory = null;
    this.tryStorage((storage) => storage.removeItem(this.key));
  }

  private stored(): Stored | null {
    const text = this.tryStorage((storage) => storage.getItem(this.key));
    try {
      const value = text ? (JSON.parse(text) as Partial<Stored>) : null;
      return value && Array.isArray(value.events) && typeof value.nextSeq === "number" ? (value as Stored) : null;
    } catch {
      return null;
    }
  }

  private tryStorage<T>(use: (storage: Storage) => T): T | null {
    if (this.owner === "" || this.storage === null) return null;
    try {
      return use(this.storage);
    } catch {
      return null;
    }
  }
}

/** The browser's storage, or null where reading the property already throws. */
export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
