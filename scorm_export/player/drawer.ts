/** Private texts that the LMS has no room for: they stay in the browser they were written in, and the learner is told. */

import type { Note } from "./room";
import type { Store } from "./store";

const KEY = "notes";

export class Drawer {
  private notes = new Map<string, string>();

  constructor(private readonly store: Store | null) {}

  /** Reads what this browser has; without a store it stays empty. */
  async open(): Promise<void> {
    const found = await this.store?.get(KEY).catch(() => null);
    if (found instanceof Map) this.notes = found as Map<string, string>;
  }

  /** True when the browser has all of them for good; false where nothing can be kept. */
  async put(notes: readonly Note[]): Promise<boolean> {
    if (this.store === null) return false;
    const after = new Map([...this.notes, ...notes.map((note): [string, string] => [name(note), note.text])]);
    try {
      await this.store.put(KEY, after);
    } catch {
      return false;
    }
    this.notes = after;
    return true;
  }

  text(note: Pick<Note, "leaf" | "key">): string | undefined {
    return this.notes.get(name(note));
  }
}

const name = ({ leaf, key }: Pick<Note, "leaf" | "key">): string => `${leaf} ${key}`;
