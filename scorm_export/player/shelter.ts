/** Holds the learner's work in this browser while the LMS does not take it, so that an answer counts all the same.
 *
 * What is sheltered goes to the LMS as soon as it answers, in this visit or the next one (merge.ts). Only for learners the
 * LMS names: somebody else at this computer must never get it. One item per place: the same package may stand twice in an LMS.
 */

import { checksum } from "./digest";
import type { Interaction } from "./lms";
import type { Store } from "./store";

/** A state that the LMS said no to, and may have kept all the same: its checksum, and how many answers went with it. */
export type Offered = readonly [check: string, told: number];

/** Work that the LMS does not have yet. */
export interface Sheltered {
  /** The encoded state. */
  state: string;
  /** The state that the LMS had when this was added to it; "" for none. */
  base: string;
  offered: readonly Offered[];
  /** Answers since `base`. */
  interactions: readonly Interaction[];
}

/** Key of all items of one owner. */
export const SHELTERED = "waiting";
type Items = Map<string, Sheltered>;

export class Shelter {
  private constructor(private readonly store: Store, private readonly place: string, private readonly items: Items) {}

  /** null where the browser can't read what it has: writing would lose it. `place`: the package's folder. */
  static async open(store: Store, place: string): Promise<Shelter | null> {
    try {
      const found = await store.get(SHELTERED);
      return new Shelter(store, place, found instanceof Map ? (found as Items) : new Map());
    } catch {
      return null;
    }
  }

  /** True when the browser has it for good. */
  async put(work: Sheltered): Promise<boolean> {
    this.items.set(this.place, work);
    return this.written();
  }

  /** What waits for an LMS that now holds `state`; null: nothing. A new attempt in the LMS begins with nothing. */
  async waiting(state: string): Promise<Sheltered | null> {
    const here = readable(this.items.get(this.place));
    if (here && (state !== "" || here.base === "")) return here;
    if (this.items.delete(this.place)) await this.written();
    // A package that was uploaded again may stand in another folder.
    const moved = [...this.items].find(([, item]) => state !== "" && readable(item) && toldWith(item, state) !== null);
    if (!moved) return null;
    this.items.delete(moved[0]);
    this.items.set(this.place, moved[1]);
    return readable(moved[1]);
  }

  async clear(): Promise<void> {
    if (this.items.delete(this.place)) await this.written();
  }

  private async written(): Promise<boolean> {
    try {
      await this.store.put(SHELTERED, this.items);
      return true;
    } catch {
      return false;
    }
  }
}

/** How many of the sheltered answers an LMS knows that holds `held`; null: it went on with work of another origin. */
export function toldWith(sheltered: Sheltered, held: string): number | null {
  if (sheltered.base === held) return 0;
  return sheltered.offered.find(([check]) => check === checksum(held))?.[1] ?? null;
}

/** Any page of the LMS's origin may write to the browser's database. */
function readable(found: Partial<Sheltered> | undefined): Sheltered | null {
  if (!found || typeof found.state !== "string" || typeof found.base !== "string") return null;
  const { state, base, offered, interactions } = found;
  const answers = Array.isArray(interactions) ? (interactions as Interaction[]) : [];
  return {
    state,
    base,
    offered: Array.isArray(offered) ? offered.filter((each: unknown): each is Offered => Array.isArray(each)) : [],
    interactions: answers.filter((each) => typeof (each as Partial<Interaction> | null)?.leaf === "string"),
  };
}
