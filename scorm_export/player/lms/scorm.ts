/** A session with an LMS that speaks SCORM: what is written when, and in which order; the words are each version's. */

import type { AnswerWords } from "./answers";
import type { Keeping, Lms, Objective, Opening } from "./lms";
import { InteractionList, ObjectiveList } from "./lists";
import { type Api, type CallNames, RunTime } from "./run-time";

/** Elements and their values, in the order they are written. */
export type Values = readonly (readonly [element: string, value: string])[];

/** What one version of SCORM calls things. Elements are named inside `core`, or inside their entry of a list. */
export interface Version extends AnswerWords {
  /** Where windows hold its API object. */
  api: string;
  calls: CallNames;
  /** Characters of state that every LMS has to keep. */
  room: number;
  core: "cmi.core." | "cmi.";
  mode: string;
  learner: string;
  /** Elements that hold a status; the first says that the course has begun. */
  statuses: readonly [string, ...string[]];
  /** What the statuses become; `held`: what the LMS has, "" when it does not tell. */
  status(keeping: Keeping, held: (element: string) => string): Values;
  /** The borders of a score, and the score itself, for a grade per mille. */
  score(grade: number): Values;
  objective(objective: Objective): Values;
}

/** Statuses of a course that nobody has opened yet. */
const NOT_BEGUN = ["not attempted", "unknown"];

export class Scorm implements Lms {
  readonly keeps = true;
  private readonly run: RunTime;
  private readonly started: number;
  private readonly interactions: InteractionList;
  private readonly objectives: ObjectiveList;
  /** The statuses as the LMS has them. */
  private readonly held = new Map<string, string>();
  /** The state as the LMS has it. */
  private state = "";
  private over = false;
  /** Browse, review, unread work, or another window: nothing is written. */
  private readonly = false;
  /** The end of the session is not told either: an LMS that heard of it would write. */
  private silent = false;

  private constructor(api: Api, private readonly version: Version, private readonly clock: () => number) {
    this.run = new RunTime(api, version.calls);
    this.interactions = new InteractionList(this.run, version);
    this.objectives = new ObjectiveList(this.run, version);
    this.started = clock();
  }

  /** null when the LMS refuses to begin a session. */
  static begin(api: Api, version: Version, clock: () => number = Date.now): Scorm | null {
    const lms = new Scorm(api, version, clock);
    return lms.run.initialize() ? lms : null;
  }

  open(): Opening {
    const { version } = this;
    const mode = this.get(version.mode);
    const review = mode === "browse" || mode === "review" || this.get("credit") === "no-credit";
    for (const element of version.statuses) this.held.set(element, this.get(element));
    const state = this.run.read("cmi.suspend_data");
    const opening = {
      state: state ?? "",
      status: this.statusHeld(),
      learner: this.get(version.learner),
      readonly: review,
      unread: state === null,
    } satisfies Opening;
    this.state = opening.state;
    this.readonly = review || opening.unread;
    this.silent = opening.unread;
    if (!this.readonly) this.begun(opening.state === "");
    return opening;
  }

  /** At once, so that a crash still suspends; without a status some LMSs write "completed" when the session ends. */
  private begun(first: boolean): void {
    const [element] = this.version.statuses;
    const held = this.heldIn(element);
    this.run.set(`${this.version.core}exit`, "suspend");
    const fresh = NOT_BEGUN.includes(held) || (held === "" && first);
    if (fresh) this.set([element, "incomplete"]);
    if (this.run.commit() && fresh) this.held.set(element, "incomplete");
  }

  /** The state comes first: what the LMS does not keep it must not be told the consequences of. */
  save(keeping: Keeping): boolean {
    if (this.over) return false;
    if (this.readonly) return true;
    if (!this.keepState(keeping.state)) return this.failed();
    this.interactions.write(keeping.interactions);
    this.objectives.write(keeping.objectives);
    const statuses = this.statusesFor(keeping);
    return this.score(keeping.grade) && statuses.every((each) => this.set(each)) ? this.committed(statuses) : this.failed();
  }

  /** Beyond what every LMS has to keep, some say yes and cut it off: then what was there before is put back. */
  private keepState(state: string): boolean {
    if (!this.run.setOnce("cmi.suspend_data", state)) return false;
    if (state.length <= this.version.room || this.run.get("cmi.suspend_data") === state) {
      this.state = state;
      return true;
    }
    this.run.set("cmi.suspend_data", this.state);
    return false;
  }

  commit(): void {
    if (this.over || this.readonly) return;
    this.tellTime();
    this.run.commit();
  }

  close(): void {
    if (this.over) return;
    this.commit();
    this.over = true;
    if (!this.silent) this.run.finish();
  }

  retire(): void {
    this.readonly = true;
    this.silent = true;
  }

  private committed(statuses: Values): boolean {
    this.tellTime();
    if (!this.run.commit()) return false;
    for (const [element, value] of statuses) this.held.set(element, value);
    this.interactions.kept();
    return true;
  }

  private failed(): boolean {
    this.run.forget();
    return false;
  }

  private tellTime(): void {
    this.run.set(`${this.version.core}session_time`, this.version.timespan(this.clock() - this.started));
  }

  /** Its borders are optional and passed over when refused; the score itself is not. */
  private score(grade: number | null): boolean {
    if (grade === null) return true;
    const [least, most, ...score] = this.version.score(grade);
    if (least) this.set(least);
    if (most) this.set(most);
    return score.every((each) => this.set(each));
  }

  /** What the LMS holds as passed or completed is not taken back. */
  private statusesFor(keeping: Keeping): Values {
    return this.version
      .status(keeping, (element) => this.heldIn(element))
      .filter(([element, value]) => {
        const held = this.heldIn(element);
        return held !== "passed" && (held !== "completed" || value === "passed");
      });
  }

  private statusHeld(): Opening["status"] {
    const held = [...this.held.values()];
    if (held.every((status) => status === "")) return null;
    return (["passed", "completed"] as const).find((status) => held.includes(status)) ?? "incomplete";
  }

  private get(element: string): string {
    return this.run.get(this.version.core + element);
  }

  private set([element, value]: Values[number]): boolean {
    return this.run.setKnown(this.version.core + element, value);
  }

  private heldIn(element: string): string {
    return this.held.get(element) ?? "";
  }
}
