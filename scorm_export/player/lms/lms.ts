/** What the player needs from the system it runs in; each adapter in this folder speaks to one kind. */

import type { Status } from "../learner";

/** What is kept after each action. */
export interface Keeping {
  /** The encoded state. */
  state: string;
  status: Status;
  /** Course grade per mille; null: no score is written. */
  grade: number | null;
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
  /** True: what is done here is kept. False: stand-alone, and the learner is told. */
  readonly keeps: boolean;
  open(): Opening;
  /** True only when the LMS has taken and committed it. */
  save(keeping: Keeping): boolean;
  /** Asks the LMS to write what it has (the page is hidden). */
  commit(): void;
  /** Ends the session, once; afterwards nothing is called any more. */
  close(): void;
  /** Another window writes now: from here nothing is called any more, not even the end of the session. */
  retire(): void;
}
