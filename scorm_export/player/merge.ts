/** Brings together what the LMS holds and what this browser had to shelter: nothing submitted is lost on either side. */

import type { GatePassed, Learner, LeafRecord, Status } from "./learner";
import { own } from "./own";

const RANK: readonly Status[] = ["incomplete", "failed", "completed", "passed"];

/** `held`: the LMS's state, which went on from `base` without `sheltered`. Secrets and the place in the course are the
 * LMS's. */
export function merge(held: Learner, sheltered: Learner, base: Learner): Learner {
  const ids = new Set([...Object.keys(held.leaves), ...Object.keys(sheltered.leaves)]);
  const newest = (id: string): LeafRecord => newer(own(held.leaves, id), own(sheltered.leaves, id), own(base.leaves, id));
  return {
    ...held,
    leaves: Object.fromEntries([...ids].map((id): [string, LeafRecord] => [id, newest(id)])),
    gates: { ...sheltered.gates, ...earliest(held.gates, sheltered.gates) },
    status: RANK.indexOf(sheltered.status) > RANK.indexOf(held.status) ? sheltered.status : held.status,
  };
}

/** Of two records of one leaf: more attempts; of a block the one that went on, else the LMS's, and once complete it stays so. */
function newer(held: LeafRecord | undefined, sheltered: LeafRecord | undefined, base: LeafRecord | undefined): LeafRecord {
  if (!held || !sheltered) return (held ?? sheltered) as LeafRecord;
  if (held.kind === "problem" && sheltered.kind === "problem") return sheltered.attempts > held.attempts ? sheltered : held;
  if (held.kind !== "block" || sheltered.kind !== "block") return held;
  const unmoved = JSON.stringify(held) === JSON.stringify(base);
  return { ...(unmoved ? sheltered : held), complete: held.complete || sheltered.complete };
}

function earliest(held: Learner["gates"], sheltered: Learner["gates"]): Record<string, GatePassed> {
  const both = Object.entries(held).map(([id, gate]): [string, GatePassed] => {
    const other = own(sheltered, id);
    return [id, other && other.at < gate.at ? other : gate];
  });
  return Object.fromEntries(both);
}
