/** What a leaf has earned, and a block over its leaves: the raw material of grade and gates (contract 3). */

import type { Attempted, LeafRecord, Learner } from "./learner";
import { leavesUnder } from "./outline";
import { isShown } from "./shown";
import { own } from "./own";
import type { Leaf, Outline } from "./package";
import { addPoints, NO_POINTS, perMille, type Points } from "./ratio";

/** Earned part of a leaf as `[part, whole]`; a leaf that nobody touched has earned nothing. */
export function share(record: LeafRecord | undefined): [part: number, whole: number] {
  if (record?.kind === "problem" && record.correct.length > 0) return problemShare(record);
  if (record?.kind === "block") return [record.score ?? 0, 1000];
  return [0, 1];
}

/** Right answers count one each, others what they gave. */
function problemShare({ correct, partial = {} }: Attempted): [part: number, whole: number] {
  const parts = Object.values(partial);
  const unit = parts.reduce((product, [, whole]) => (product % whole === 0 ? product : product * whole), 1);
  const earned = parts.reduce((sum, [part, whole]) => sum + (part * unit) / whole, correct.filter(Boolean).length * unit);
  return [earned, correct.length * unit];
}

/** Open edX's own sum of an attempt, on doubles: one per right answer and the decimal part of others, in their order. */
export function rawScore({ correct, partial = {} }: Attempted): number {
  return correct.reduce((sum, right, index) => {
    const [part, whole] = right ? [1, 1] : (partial[index] ?? [0, 1]);
    return sum + part / whole;
  }, 0);
}

export function pointsOf(leaves: readonly Leaf[], learner: Learner): Points {
  return leaves
    .filter((leaf) => leaf.points !== null && isShown(leaf, learner))
    .reduce((sum, leaf) => addPoints(sum, leaf.points ?? 0, ...share(own(learner.leaves, leaf.id))), NO_POINTS);
}

/** Done leaves and leaves that can be done. */
export function completionOf(leaves: readonly Leaf[], learner: Learner): [done: number, of: number] {
  const counted = leaves.filter((leaf) => leaf.complete !== "never" && isShown(leaf, learner));
  return [counted.filter((leaf) => isDone(own(learner.leaves, leaf.id))).length, counted.length];
}

export function isDone(record: LeafRecord | undefined): boolean {
  if (record === undefined) return false;
  return record.kind === "block" ? record.complete : true;
}

/** Progress over the whole course, per mille. A course with nothing to complete is complete. */
export function progressOf(leaves: readonly Leaf[], learner: Learner): number {
  const [done, of] = completionOf(leaves, learner);
  return of === 0 ? 1000 : perMille(done, of);
}

/** A block's own score per mille: its points; without points a block's own score; else how much of it is done. */
export function blockScore(outline: Outline, id: string, learner: Learner): number {
  const under = leavesUnder(outline, id);
  const { earned, possible } = pointsOf(under, learner);
  if (possible > 0n) return perMille(earned, possible);
  const record = own(learner.leaves, id);
  if (record?.kind === "block" && record.score !== null) return record.score;
  return under.length === 0 ? 0 : progressOf(under, learner);
}

/** True when the block's own score reaches `minimum` per mille, compared without rounding. */
export function reaches(outline: Outline, id: string, minimum: number, learner: Learner): boolean {
  const { earned, possible } = pointsOf(leavesUnder(outline, id), learner);
  if (possible > 0n) return earned * 1000n >= BigInt(minimum) * possible;
  return blockScore(outline, id, learner) >= minimum;
}

/** How often the learner tried: the most attempts at any one problem under the block. */
export function attemptsOf(outline: Outline, id: string, learner: Learner): number {
  const counts = leavesUnder(outline, id).map((leaf) => {
    const record = own(learner.leaves, leaf.id);
    return record?.kind === "problem" ? record.attempts : 0;
  });
  return Math.max(0, ...counts);
}

/** True when a leaf that gives points in a graded subsection was tried: only then a score is worth writing. */
export function anythingGraded(outline: Outline, learner: Learner): boolean {
  return outline.sections
    .flatMap((section) => section.subsections.filter((subsection) => subsection.graded))
    .flatMap((subsection) => subsection.units.flatMap((unit) => unit.leaves))
    .some((leaf) => leaf.points !== null && own(learner.leaves, leaf.id) !== undefined);
}
