/** What a grader says about one answer. */

import type { Fraction } from "../package";

export interface Verdict {
  correct: boolean;
  /** The part of the points that an answer gives which is not quite right. */
  partial?: Fraction;
  /** HTML the author wrote for this answer. */
  feedback: string[];
}

/** Why an answer is not taken as an attempt. */
export type Complaint = "empty" | "not-a-number" | "not-a-formula" | "too-long" | "not-loaded";
