/** What a grader says about one answer. */

export interface Verdict {
  correct: boolean;
  /** HTML the author wrote for this answer. */
  feedback: string[];
}

/** Why an answer is not taken as an attempt. */
export type Complaint = "empty" | "not-a-number" | "too-long";
