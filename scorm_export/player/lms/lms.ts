/** What the player needs from the system it runs in; each adapter in this folder speaks to one kind. */

import type { Status } from "../learner";

/** One answer a learner submitted to one question, as neutral facts; each adapter words it for its LMS. */
export interface Interaction {
  /** Leaf the question stands in, e.g. "problem/first-aid-1". */
  leaf: string;
  /** The question's number inside its leaf; null when it is the only one. */
  response: string | null;
  /** What was asked, as plain text. */
  description: string;
  answer: ChosenAnswer | TypedAnswer;
  correct: boolean;
  /** The part of its points that an answer gave which is not quite right. */
  part?: readonly [part: number, whole: number];
  /** Points this question can give, in thousandths; null: none. */
  weight: number | null;
  /** Milliseconds since 1970, and from seeing the question to submitting. */
  at: number;
  latency: number;
  /** Ids of the outcomes the leaf serves. */
  outcomes: readonly string[];
}

/** Choices by their place in the author's order, counted from 0. */
export interface ChosenAnswer {
  kind: "choice";
  of: number;
  chosen: readonly number[];
  /** Each way to be right: all the choices it takes. */
  right: readonly (readonly number[])[];
}

export interface TypedAnswer {
  kind: "numeric" | "fill-in";
  typed: string;
  /** Right answers as the author wrote them; a range or a tolerance as its two ends. */
  right: readonly (string | { low: string; high: string })[];
  ignoreCase: boolean;
}

/** Where a learner stands with one learning outcome; per mille. */
export interface Objective {
  id: string;
  text: string;
  /** null: nothing that serves it gives points. */
  score: number | null;
  progress: number;
  /** Its figures are not those of when the course was opened. */
  moved: boolean;
}

/** What is kept after each action. */
export interface Keeping {
  /** The encoded state. */
  state: string;
  status: Status;
  /** Course grade per mille; null: no score is written. */
  grade: number | null;
  /** Done parts of the course, per mille. */
  progress: number;
  /** Answers the LMS has not been told yet, in order; told again after a failure. */
  interactions: readonly Interaction[];
  /** Every outcome of the course, in the author's order. */
  objectives: readonly Objective[];
}

/** What the LMS knew when the package opened. */
export interface Opening {
  state: string;
  /** "passed" or "completed" when the LMS holds that, else "incomplete"; null: the LMS does not tell. */
  status: Status | null;
  /** The LMS's id of the learner, "" when it tells none. */
  learner: string;
  /** Browse, review or no credit: nothing at all is written. */
  readonly: boolean;
  /** What the LMS keeps could not be read: nothing is written, or the learner's work would be overwritten. */
  unread: boolean;
}

export interface Lms {
  /** True: what is done here is kept. False: in memory only, and the learner is told. */
  readonly keeps: boolean;
  open(): Opening;
  /** True only when the LMS has taken and committed it; a promise where keeping takes time (a browser's database). */
  save(keeping: Keeping): boolean | Promise<boolean>;
  /** Asks the LMS to write what it has (the page is hidden). */
  commit(): void;
  /** Ends the session, once; afterwards nothing is called any more. */
  close(): void;
  /** Another window writes now: from here nothing is called any more, not even the end of the session. */
  retire(): void;
}
