/** "Start again" as in Open edX: the answer and its points go, attempts stay counted. */

import type { Attempted } from "../learner";
import type { ProblemContent } from "../package";
import { attemptsLeft } from "../problem";

function isAnswered(record: Attempted | undefined): record is Attempted {
  return record !== undefined && Object.keys(record.answers).length > 0;
}

/** With choices drawn anew also after a right answer; else only while it is not right, and where the author says so. */
export function mayReset(problem: ProblemContent, record: Attempted | undefined): boolean {
  if (!isAnswered(record) || attemptsLeft(problem, record) === 0) return false;
  return ["always", "onreset"].includes(problem.randomize ?? "") || (problem.showReset === true && !record.correct.every(Boolean));
}

/** Each attempt has a draw of its own: no second one before the reset. */
export function mustReset(problem: ProblemContent, record: Attempted | undefined): boolean {
  return problem.randomize === "always" && isAnswered(record);
}

/** null: there is nothing to clear. */
export function reset(problem: ProblemContent, record: Attempted): Attempted | null {
  if (!mayReset(problem, record)) return null;
  return { kind: "problem", answers: {}, attempts: record.attempts, correct: record.correct.map(() => false) };
}
