/** Where a learner stands: everything that is computed from the confirmed state after each action (contract 3). */

import { allPassed, gateScore, passGates } from "./gates";
import { gradeOf } from "./grade";
import type { Learner } from "./learner";
import { own } from "./own";
import { leaves } from "./outline";
import type { Outline } from "./package";
import { progressOf } from "./score";
import { statusOf } from "./status";

/** All per mille. */
export interface Standing {
  progress: number;
  /** null: the course has no graded leaves. */
  grade: number | null;
  gates: { id: string; score: number; passed: boolean }[];
}

export function standingOf(outline: Outline, learner: Learner): Standing {
  return {
    progress: progressOf(leaves(outline), learner),
    grade: outline.grading.graded ? gradeOf(outline, learner) : null,
    gates: outline.gates.map((gate) => ({
      id: gate.id,
      score: gateScore(outline, gate, learner),
      passed: own(learner.gates, gate.id) !== undefined,
    })),
  };
}

/** Draws the consequences of what was just done: gates that open, the status. The same learner when there are none.
 * `now`: ISO 8601. */
export function settle(outline: Outline, learner: Learner, now: string): Learner {
  const after = passGates(outline, learner, now);
  const { progress, grade } = standingOf(outline, after);
  const status = statusOf(
    {
      graded: outline.grading.graded,
      progress,
      grade: grade ?? 0,
      passing: outline.grading.passing,
      gatesPassed: allPassed(outline, after),
      reportFailed: outline.reportFailed,
    },
    after.status,
  );
  return status === after.status ? after : { ...after, status };
}
