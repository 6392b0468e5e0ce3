/** Where a learner stands with each learning outcome of the course: points and parts done of the blocks that serve it. */

import type { Learner } from "./learner";
import type { Objective } from "./lms";
import { leavesUnder } from "./outline";
import type { Leaf, Outline } from "./package";
import { perMille } from "./ratio";
import { completionOf, pointsOf } from "./score";

/** Ids of the outcomes that the leaf serves, itself or by what it stands in. */
export function outcomesServedBy(outline: Outline, leaf: string): string[] {
  return outline.outcomes.filter(({ blocks }) => leavesServing(outline, blocks).some(({ id }) => id === leaf)).map(({ id }) => id);
}

/** Gives every outcome in the author's order, told apart from where it was with `opening`. */
export function objectivesSince(outline: Outline, opening: Learner): (learner: Learner) => Objective[] {
  const known = outline.outcomes.map(({ id, text, blocks }) => {
    const leaves = leavesServing(outline, blocks);
    return { id, text, leaves, before: figures(leaves, opening) };
  });
  return (learner) =>
    known.map(({ id, text, leaves, before }) => {
      const { score, progress } = figures(leaves, learner);
      return { id, text, score, progress, moved: score !== before.score || progress !== before.progress };
    });
}

/** Each leaf once, also when both it and its unit serve the outcome. */
function leavesServing(outline: Outline, blocks: readonly string[]): Leaf[] {
  return [...new Set(blocks.flatMap((block) => leavesUnder(outline, block)))];
}

function figures(leaves: readonly Leaf[], learner: Learner): Pick<Objective, "score" | "progress"> {
  const { earned, possible } = pointsOf(leaves, learner);
  return { score: possible > 0n ? perMille(earned, possible) : null, progress: perMille(...completionOf(leaves, learner)) };
}
