/** SCORM 1.2 Run-Time Environment: the calls, their order and their vocabulary (facts: checklist of LMS quirks). */

import type { Status } from "../learner";
import { rawScore } from "../status";
import type { Keeping, Lms, Opening } from "./lms";
import { timespan } from "./session-time";

/** The API object an LMS offers as `window.API`. All arguments and results are strings. */
export interface Scorm12Api {
  LMSInitialize(nothing: ""): unknown;
  LMSGetValue(element: string): unknown;
  LMSSetValue(element: string, value: string): unknown;
  LMSCommit(nothing: ""): unknown;
  LMSFinish(nothing: ""): unknown;
  /** Lax systems lack it. */
  LMSGetLastError?(): unknown;
}

/** How often a failed read is tried. */
const TRIES = 3;
/** Error codes beside an empty value that mean "there is nothing": no error, not implemented, not set (as 2004 says it). */
const NOTHING_THERE = ["0", "401", "403"];
/** Error codes beside a refusal that mean "this LMS does not have that": not implemented, a keyword. */
const NOT_SUPPORTED = ["401", "402"];

export class Scorm12 implements Lms {
  readonly keeps = true;
  private readonly started: number;
  private readonly written = new Map<string, string>();
  /** The status as the LMS has it. */
  private held = "";
  private over = false;
  /** Browse, review, unread work, or another window: nothing is written. */
  private readonly = false;
  /** The end of the session is not told either: an LMS that heard of it would write. */
  private silent = false;
  /** Elements this LMS does not have. */
  private readonly missing = new Set<string>();

  private constructor(private readonly api: Scorm12Api, private readonly clock: () => number) {
    this.started = clock();
  }

  /** null when the LMS refuses to begin a session. */
  static begin(api: Scorm12Api, clock: () => number = Date.now): Scorm12 | null {
    const lms = new Scorm12(api, clock);
    return lms.said(() => api.LMSInitialize("")) ? lms : null;
  }

  open(): Opening {
    const mode = this.get("cmi.core.lesson_mode");
    const status = this.get("cmi.core.lesson_status");
    const review = mode === "browse" || mode === "review" || this.get("cmi.core.credit") === "no-credit";
    const state = this.read("cmi.suspend_data");
    const opening = {
      state: state ?? "",
      status: statusHeld(status),
      learner: this.get("cmi.core.student_id"),
      readonly: review,
      unread: state === null,
    } satisfies Opening;
    this.readonly = review || opening.unread;
    this.silent = opening.unread;
    if (!this.readonly) this.begun(status, opening.state === "");
    return opening;
  }

  /** At once, so that a crash still suspends; without a status some LMSs write "completed" when the session ends. */
  private begun(status: string, first: boolean): void {
    this.set("cmi.core.exit", "suspend");
    this.held = status;
    if (status === "not attempted" || (status === "" && first)) this.setStatus("incomplete");
    this.said(() => this.api.LMSCommit(""));
  }

  save({ state, status, grade }: Keeping): boolean {
    if (this.over) return false;
    if (this.readonly) return true;
    const taken = this.setOnce("cmi.suspend_data", state) && this.score(grade) && this.setStatus(status);
    if (taken) return this.committed();
    this.written.clear();
    return false;
  }

  commit(): void {
    if (this.over || this.readonly) return;
    this.set("cmi.core.session_time", timespan(this.clock() - this.started));
    this.said(() => this.api.LMSCommit(""));
  }

  close(): void {
    if (this.over) return;
    this.commit();
    this.over = true;
    if (!this.silent) this.said(() => this.api.LMSFinish(""));
  }

  retire(): void {
    this.readonly = true;
    this.silent = true;
  }

  /** After a failure nothing counts as written: an LMS that comes back gets all of it again. */
  private committed(): boolean {
    this.set("cmi.core.session_time", timespan(this.clock() - this.started));
    const done = this.said(() => this.api.LMSCommit(""));
    if (!done) this.written.clear();
    return done;
  }

  /** Its borders are optional in SCORM 1.2 and passed over when refused; the score itself is not. */
  private score(grade: number | null): boolean {
    if (grade === null) return true;
    this.setKnown("cmi.core.score.min", "0");
    this.setKnown("cmi.core.score.max", "100");
    return this.setKnown("cmi.core.score.raw", rawScore(grade));
  }

  /** What the LMS holds as passed or completed is not taken back. */
  private setStatus(status: Status): boolean {
    if (this.held === "passed" || (this.held === "completed" && status !== "passed")) return true;
    if (!this.setKnown("cmi.core.lesson_status", status)) return false;
    this.held = status;
    return true;
  }

  /** False when the LMS refuses the value; an element it does not have is passed over from then on. */
  private setKnown(element: string, value: string): boolean {
    if (this.missing.has(element) || this.setOnce(element, value)) return true;
    if (!NOT_SUPPORTED.includes(this.lastError())) return false;
    this.missing.add(element);
    return true;
  }

  /** Spares the LMS values it has already taken. */
  private setOnce(element: string, value: string): boolean {
    if (this.written.get(element) === value) return true;
    if (!this.set(element, value)) return false;
    this.written.set(element, value);
    return true;
  }

  private set(element: string, value: string): boolean {
    return this.said(() => this.api.LMSSetValue(element, value));
  }

  /** An element the LMS does not know, or an error, is as good as empty. */
  private get(element: string): string {
    return this.asked(element) ?? "";
  }

  /** Tells "empty" from "could not be read" (null): an empty value counts only without an error beside it. */
  private read(element: string): string | null {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const value = this.asked(element);
      if (value !== null && (value !== "" || NOTHING_THERE.includes(this.lastError()))) return value;
    }
    return null;
  }

  private asked(element: string): string | null {
    try {
      const value = this.api.LMSGetValue(element);
      return value === null || value === undefined ? "" : String(value);
    } catch {
      return null;
    }
  }

  private lastError(): string {
    try {
      return String(this.api.LMSGetLastError?.() ?? "") || "0";
    } catch {
      return "0";
    }
  }

  /** "true", or true from lax systems; an exception is a no. */
  private said(call: () => unknown): boolean {
    try {
      return String(call()) === "true";
    } catch {
      return false;
    }
  }
}

function statusHeld(status: string): Status | null {
  if (status === "passed" || status === "completed") return status;
  return status === "" ? null : "incomplete";
}
