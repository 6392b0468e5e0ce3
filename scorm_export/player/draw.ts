/** Draws for each learner once what is drawn at random: questions of a library, the group of an experiment. */

import { type Learner, withLeaf } from "./learner";
import { own } from "./own";
import type { Outline, Pool } from "./package";

/** A whole number from 0 to below `most`. */
export type Chance = (most: number) => number;

/** The learner with something drawn from every pool. What was drawn stays, as far as the package still has it. */
export function drawn(outline: Outline, learner: Learner, chance: Chance = byLot): Learner {
  return outline.pools.reduce((after, pool) => filled(after, pool, chance), learner);
}

function filled(learner: Learner, pool: Pool, chance: Chance): Learner {
  const record = own(learner.leaves, pool.id);
  const before = record?.kind === "drawn" ? record.options : [];
  const kept = before.filter((option) => pool.options.includes(option)).slice(0, pool.pick);
  const left = pool.options.filter((option) => !kept.includes(option));
  const options = [...kept];
  while (options.length < pool.pick && left.length > 0) options.push(...left.splice(chance(left.length), 1));
  const same = options.length === before.length && options.every((option, index) => option === before[index]);
  return same && record ? learner : withLeaf(learner, pool.id, { kind: "drawn", options });
}

/** `randomUUID` and the like are missing without https; random values are not. The shade by which low numbers are likelier is
 * below one in a hundred million. */
function byLot(most: number): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value % most;
}
