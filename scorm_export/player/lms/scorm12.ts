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
}

export class Scorm12 implements Lms {
  readonly keeps = true;
  private readonly started: number;
  private readonly written = new Map<string, string>();
  /** The status as the LMS has it. */
  private held = "";
  private over = false;
  private readonly = false;

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
    this.readonly = mode === "browse" || mode === "review" || this.get("cmi.core.credit") === "no-credit";
    const opening = {
      state: this.get("cmi.suspend_data"),
      status: status === "passed" || status === "completed" ? status : "incomplete",
      learner: this.get("cmi.core.student_id"),
      readonly: this.readonly,
    } satisfies Opening;
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
    if (!this.setOnce("cmi.suspend_data", state)) return false;
    if (grade !== null) this.score(grade);
    this.setStatus(status);
    return this.committed();
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
    this.said(() => this.api.LMSFinish(""));
  }

  /** After a failure nothing counts as written: an LMS that comes back gets all of it again. */
  private committed(): boolean {
    this.set("cmi.core.session_time", timespan(this.clock() - this.started));
    const done = this.said(() => this.api.LMSCommit(""));
    if (!done) this.written.clear();
    return done;
  }

  private score(grade: number): void {
    this.setOnce("cmi.core.score.min", "0");
    this.setOnce("cmi.core.score.max", "100");
    this.setOnce("cmi.core.score.raw", rawScore(grade));
  }

  /** What the LMS holds as passed or completed is not taken back. */
  private setStatus(status: Status): void {
    if (this.held === "passed" || (this.held === "completed" && status !== "passed")) return;
    if (this.setOnce("cmi.core.lesson_status", status)) this.held = status;
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
    try {
      const value = this.api.LMSGetValue(element);
      return value === null || value === undefined ? "" : String(value);
    } catch {
      return "";
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
