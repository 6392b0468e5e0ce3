/** Room for private texts in the LMS's state: an answer always fits, a note only where nothing else will need the room. */

import type { BlockModule } from "../../frontend/host";
import type { Learner, LeafRecord } from "./learner";
import type { Outline } from "./package";
import { encode } from "./state";

/** Small differences of the compression between two states; kept free. */
const MARGIN = 64;

export type BlockModules = ReadonlyMap<string, BlockModule>;

/** The learner without texts that are the learner's own. */
export function withoutPrivate(learner: Learner, modules: BlockModules): Learner {
  const leaves = Object.entries(learner.leaves).map(([id, record]): [string, LeafRecord] => {
    const module = modules.get(id.slice(0, id.indexOf("/")));
    if (record.kind !== "block" || !module) return [id, record];
    return [id, { ...record, state: module.withoutPrivate(record.state) }];
  });
  return { ...learner, leaves: Object.fromEntries(leaves) };
}

/** True when the answers still to come fit beside the private texts of `after`. */
export function hasRoom(outline: Outline, after: Learner, modules: BlockModules): boolean {
  const all = encode(after).length;
  const answers = encode(withoutPrivate(after, modules)).length;
  return all + Math.max(0, outline.state.answers - answers) <= outline.state.limit - MARGIN;
}

/** Characters of private text, to see whether an action added some. */
export function privateLength(record: LeafRecord | undefined, module: BlockModule): number {
  if (record?.kind !== "block") return 0;
  return JSON.stringify(record.state).length - JSON.stringify(module.withoutPrivate(record.state)).length;
}
