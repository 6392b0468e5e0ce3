/** The course grade as Open edX computes it for the same answers (contract 3; edx-platform's grades and graders).
 *
 * Its rounding happens on doubles: subsections to 2 decimals away from zero, the course to whole per cent with
 * `round(x * 100 + 0.05)`, where Python rounds halves to even. IEEE 754 makes the same operations in the same order
 * give the same bits here, exact fractions would differ from Open edX at the borders.
 */

import type { Learner } from "./learner";
import { own } from "./own";
import type { AssignmentType, Outline, Subsection } from "./package";
import { rawScore, share } from "./score";
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
  return Math.min(1000, roundHalfEven(total * 100 + 0.05) * 10);
}

/** 0–1 with two decimals, or null when the subsection has nothing to earn (Open edX leaves it out). */
export function subsectionPercent(subsection: Subsection, learner: Learner): number | null {
  let earned = 0;
  let possible = 0;
  for (const leaf of subsection.units.flatMap((unit) => unit.leaves)) {
    if (leaf.points === null || !isShown(leaf, learner)) continue;
    const record = own(learner.leaves, leaf.id);
    const [part, whole] = record?.kind === "problem" && record.partial ? [rawScore(record), record.correct.length] : share(record);
    const weight = leaf.points / 1000;
    earned += (part * weight) / whole;
    possible += weight;
  }
  return possible > 0 ? Math.floor((earned / possible) * 100 + 0.5) / 100 : null;
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
