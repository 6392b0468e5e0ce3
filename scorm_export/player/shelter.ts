/** Holds the learner's work in this browser while the LMS does not take it, so that an answer counts all the same.
 *
 * What is sheltered goes to the LMS as soon as it answers, in this visit or the next one (merge.ts). Only for learners the
 * LMS names: somebody else at this computer must never get it.
 */

import { checksum } from "./digest";
import type { Interaction } from "./lms";
import type { Store } from "./store";

/** Work that the LMS does not have yet. */
export interface Sheltered {
  /** The encoded state. */
  state: string;
  /** The state that the LMS had when this was added to it; "" for none. */
  base: string;
  /** Checksums of states the LMS said no to since then: it may have kept one all the same. */
  offered: readonly string[];
  /** Folder of the package: a first attempt elsewhere in the same LMS is somebody else's business. */
  place: string;
  interactions: readonly Interaction[];
}

const KEY = "waiting";

export class Shelter {
  constructor(private readonly store: Store, private readonly place: string) {}

  /** True when the browser has it for good. */
  async put(work: Omit<Sheltered, "place">): Promise<boolean> {
    try {
      await this.store.put(KEY, { ...work, place: this.place } satisfies Sheltered);
      return true;
    } catch {
      return false;
    }
  }

  /** What waits for an LMS that now holds `state`; null: nothing. After a new attempt was begun, nothing counts. */
  async waiting(state: string): Promise<Sheltered | null> {
    const found = (await this.store.get(KEY).catch(() => null)) as Partial<Sheltered> | null | undefined;
    if (!found || typeof found.state !== "string" || typeof found.base !== "string") return null;
    const begunAgain = state === "" && (found.base !== "" || found.place !== this.place);
    return begunAgain ? null : { interactions: [], offered: [], place: "", ...found, state: found.state, base: found.base };
  }

  async clear(): Promise<void> {
    await this.store.drop(KEY).catch(() => undefined);
  }
}

/** True when the LMS holds nothing that the sheltered work was not built upon. */
export function follows(sheltered: Sheltered, held: string): boolean {
  return sheltered.base === held || sheltered.offered.includes(checksum(held));
}
