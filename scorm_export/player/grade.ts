/** The course grade as Open edX computes it for the same answers (contract 3; docs/reference/graders.md, "Course grade").
 *
 * Its rounding happens on doubles: subsections to 4 decimals with halves to even, the course to whole per cent with
 * `floor(x * 100 + 0.05 + 0.5)`. IEEE 754 makes the same operations in the same order give the same bits here, exact
 * fractions would differ from Open edX at the borders.
 */

import type { LeafRecord, Learner } from "./learner";
import { own } from "./own";
import type { AssignmentType, Outline, Subsection } from "./package";
import { rawScore } from "./score";
import { isShown } from "./shown";

/** Course grade per mille; 0 for a course without graded leaves. */
export function gradeOf(outline: Outline, learner: Learner): number {
  const graded = outline.sections.flatMap((section) => section.subsections.filter((each) => each.graded));
  let total = 0;
  for (const assignment of outline.grading.assignments) {
    const scores = graded
      .filter((each) => each.format === assignment.type)
      .map((each) => subsectionPercent(each, learner))
      .filter((percent): percent is number => percent !== null);
    total += assignmentPercent(assignment, scores) * (assignment.weight / 1000);
  }
  return Math.min(1000, Math.floor(total * 100 + 0.05 + 0.5) * 10);
}

/** 0–1 with four decimals, or null when the subsection has nothing to earn (Open edX leaves it out). */
export function subsectionPercent(subsection: Subsection, learner: Learner): number | null {
  const counted = subsection.units.flatMap((unit) => unit.leaves).filter((leaf) => leaf.points && isShown(leaf, learner));
  const possible = pythonSum(counted.map((leaf) => (leaf.points ?? 0) / 1000));
  const earned = pythonSum(counted.map((leaf) => earnedAt(leaf.points ?? 0, own(learner.leaves, leaf.id))));
  return possible > 0 ? roundHalfEven((earned / possible) * 10000) / 10000 : null;
}

/** Points of a leaf. Where each response gives one point Open edX has no weight to multiply with and to divide by. */
function earnedAt(points: number, record: LeafRecord | undefined): number {
  if (record?.kind === "block") return ((record.score ?? 0) / 1000) * (points / 1000);
  if (record?.kind !== "problem" || record.correct.length === 0) return 0;
  const whole = record.correct.length;
  return points === whole * 1000 ? rawScore(record) : (rawScore(record) * (points / 1000)) / whole;
}

/** Sums as Python's own `sum` does since 3.12: what each addition loses is added at the end. */
function pythonSum(numbers: readonly number[]): number {
  let lost = 0;
  const total = numbers.reduce((sum, number) => {
    const both = sum + number;
    lost += Math.abs(sum) >= Math.abs(number) ? sum - both + number : number - both + sum;
    return both;
  }, 0);
  return total + lost;
}

/** Mean over the assignments of a type, the lowest `dropCount` dropped, missing ones (minCount) counted as 0. */
export function assignmentPercent(assignment: AssignmentType, scores: readonly number[]): number {
  const missing = Math.max(0, assignment.minCount - scores.length);
  const all = [...scores, ...Array<number>(missing).fill(0)];
  const kept = all.length - assignment.dropCount;
  const ranked = all.map((percent, index) => ({ percent, index })).sort((a, b) => b.percent - a.percent);
  const dropped = new Set(assignment.dropCount > 0 ? ranked.slice(-assignment.dropCount).map(({ index }) => index) : []);
  const sum = all.reduce((total, percent, index) => (dropped.has(index) ? total : total + percent), 0);
  return kept > 0 ? sum / kept : sum;
}

/** Python's `round` to a whole number. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
