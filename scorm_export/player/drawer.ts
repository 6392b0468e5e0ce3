/** Private texts that the LMS has no room for: they stay in the browser they were written in, and the learner is told. */

import type { Note } from "./room";
import type { Store } from "./store";

/** Key of all notes of one owner. */
export const NOTES = "notes";

export class Drawer {
  /** Of a browser that keeps nothing. */
  static readonly EMPTY = new Drawer(null, new Map());

  private constructor(private readonly store: Store | null, private notes: ReadonlyMap<string, string>) {}

  /** Without a store, or where what it has can't be read (writing would lose it), nothing is taken. */
  static async open(store: Store | null): Promise<Drawer> {
    if (store === null) return Drawer.EMPTY;
    try {
      const found = await store.get(NOTES);
      return new Drawer(store, found instanceof Map ? (found as Map<string, string>) : new Map());
    } catch {
      return Drawer.EMPTY;
    }
  }

  /** True when the browser has all of them for good. */
  async put(notes: readonly Note[]): Promise<boolean> {
    if (this.store === null) return false;
    const after = new Map([...this.notes, ...notes.map((note): [string, string] => [name(note), note.text])]);
    try {
      await this.store.put(NOTES, after);
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
