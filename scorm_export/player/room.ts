/** Room in the LMS's state: an answer always fits, a private text only where nothing else will need the room.
 *
 * The order in which things yield: what stands in blocks and leaves that the author took away; then the longest private
 * texts, which move to the browser's storage and say so; never an answer.
 */

import type { BlockModule } from "../../frontend/host";
import { withoutGone } from "./carry-over";
import type { BlockRecord, Learner } from "./learner";
import { withLeaf } from "./learner";
import { own } from "./own";
import type { Outline } from "./package";
import { encode, type Words } from "./state";

/** Filling up the last byte, once for each group of bits. */
const MARGIN = 8;

export type BlockModules = ReadonlyMap<string, BlockModule>;

/** A private text and where it stands. */
export interface Note {
  leaf: string;
  key: string;
  text: string;
}

/** The LMS's private texts in this state, the longest first. */
export function notesOf(learner: Learner): Note[] {
  const all = Object.entries(learner.leaves).flatMap(([leaf, record]) =>
    record.kind === "block" ? Object.entries(record.notes).map(([key, text]) => ({ leaf, key, text })) : [],
  );
  return all.filter((note): note is Note => note.text !== null).sort((a, b) => b.text.length - a.text.length);
}

/** The learner with a private text marked as kept in the browser. */
export function shelved(learner: Learner, { leaf, key }: Note): Learner {
  const record = learner.leaves[leaf] as BlockRecord;
  return withLeaf(learner, leaf, { ...record, notes: { ...record.notes, [key]: null } });
}

/** Whether the learner still has this text, word for word, where it was. */
export function isThere(learner: Learner, { leaf, key, text }: Note): boolean {
  const record = own(learner.leaves, leaf);
  return record?.kind === "block" && own(record.notes, key) === text;
}

/** True when the answers still to come fit beside the private texts of `after`. */
export function hasRoom(outline: Outline, after: Learner, words: Words): boolean {
  const all = encode(after, words).length;
  const answers = encode(notesOf(after).reduce(shelved, after), words).length;
  return all + Math.max(0, outline.state.answers - answers) <= outline.state.limit - MARGIN;
}

/** The private texts that have to go to the browser's storage so that all answers fit; the longest go first. */
export function toShelve(outline: Outline, after: Learner, words: Words): Note[] {
  const going: Note[] = [];
  let left = after;
  for (const note of notesOf(after)) {
    if (hasRoom(outline, left, words)) break;
    left = shelved(left, note);
    going.push(note);
  }
  return going;
}

/** The learner without what the author took away, when the LMS has no room for that. */
export function fitting(learner: Learner, limit: number, modules: BlockModules, words: Words): Learner {
  if (encode(learner, words).length <= limit) return learner;
  const kept = withoutGone(learner);
  if (encode(kept, words).length <= limit) return kept;
  return Object.entries(kept.leaves).reduce((after, [id, record]) => {
    const module = modules.get(id.slice(0, id.indexOf("/")));
    if (record.kind !== "block" || !module) return after;
    return withLeaf(after, id, { ...record, state: module.withoutGone(record.state) });
  }, kept);
}
