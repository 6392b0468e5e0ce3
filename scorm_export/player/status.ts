/** The one status SCORM 1.2 knows, from progress, grade and gates (contract 3). */

import type { Status } from "./learner";

export interface Figures {
  /** The course has graded blocks. */
  graded: boolean;
  progress: number;
  grade: number;
  /** Lowest passing cut-off, per mille. */
  passing: number;
  gatesPassed: boolean;
  /** The author asked for "failed" (`--report-failed`). */
  reportFailed: boolean;
}

/** What the LMS holds as passed or completed is not taken back; "failed" only when asked for and all is done. */
export function statusOf(figures: Figures, before: Status): Status {
  if (before === "passed") return before;
  const now = statusNow(figures);
  return before === "completed" && now !== "passed" ? before : now;
}

function statusNow(figures: Figures): Status {
  const done = figures.progress === 1000;
  if (!figures.graded) return done && figures.gatesPassed ? "completed" : "incomplete";
  // Without a cut-off above zero nobody could fail; then being through is what counts.
  const enough = figures.passing > 0 ? figures.grade >= figures.passing : done;
  if (enough && figures.gatesPassed) return "passed";
  return figures.reportFailed && done ? "failed" : "incomplete";
}

/** `cmi.core.score.raw` on 0–100 with at most two decimals, "." as the decimal point. */
export function rawScore(grade: number): string {
  return String(grade / 10);
}
