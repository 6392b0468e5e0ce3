/** Keeps the learner's state in the LMS: the LMS first, then the screen (contract 12).
 *
 * Every change waits in line as a pure function. All that wait are applied to the confirmed state and saved in one
 * commit; only when the LMS has said yes to it is the new state adopted and each change told that it is kept. When the
 * LMS refuses or fails, the browser shelters the state, and that counts as kept; the LMS is tried again. Where the browser
 * can't either, the line stays.
 */

import { delay } from "./backoff";
import { checksum } from "./digest";
import type { Learner } from "./learner";
import type { Interaction, Keeping, Lms } from "./lms";
import type { Offered, Shelter } from "./shelter";

/** Gives the changed learner, or null when it has nothing to change or refuses. */
export type Change = (learner: Learner) => Learner | null;

/** What a change means to the LMS beside the state: the answers that were submitted by it. */
export type Answered = (after: Learner) => readonly Interaction[];

/** What else goes to the LMS with a state. */
export type Tracking = (learner: Learner) => Omit<Keeping, "state" | "interactions">;

/** How a learner becomes what an LMS keeps. */
export interface Form {
  encode(learner: Learner): string;
  /** The learner, brought to what the LMS has room for. */
  fit(learner: Learner): Learner;
  tracking: Tracking;
}

/** Where the keeper begins: the confirmed learner and, when the LMS lacks some of it, what it has to be told. */
export interface Start {
  learner: Learner;
  /** The state that the LMS holds. */
  held: string;
  behind: boolean;
  owed: readonly Interaction[];
}

interface Waiting {
  change: Change;
  answered: Answered;
  kept: () => void;
  /** The change itself failed; nothing of it is kept. */
  dropped: (error: unknown) => void;
}

/** One try: what it is for, and what it would bring. */
interface Try {
  line: readonly Waiting[];
  after: Learner;
  state: string;
  interactions: readonly Interaction[];
}

const MOST_OFFERED = 200;
const RETRY = { first: 2000, most: 60000 };
const NOTHING: Answered = () => [];

export class Keeper {
  /** Told after each try: the confirmed state may be new, `troubled` and `behind` may have changed. */
  onchange: () => void = () => undefined;
  learner: Learner;
  /** The last try was kept nowhere; it is being tried again. */
  troubled = false;
  /** The browser has work that the LMS does not have yet. */
  behind: boolean;
  private held: string;
  private owed: readonly Interaction[];
  /** What the LMS said no to since it said yes. */
  private offered: Offered[] = [];
  private stopped = false;
  private line: Waiting[] = [];
  private failures = 0;
  private scheduled = false;
  private saving = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly lms: Lms,
    private readonly form: Form,
    start: Start,
    private readonly shelter: Shelter | null = null,
  ) {
    ({ learner: this.learner, held: this.held, behind: this.behind, owed: this.owed } = start);
  }

  /** Resolves when it is kept (or there was nothing to keep). Several in one turn make one commit.
   * Rejects only when `change` itself throws. `answered` is asked once for each try that is made. */
  keep(change: Change, answered: Answered = NOTHING): Promise<void> {
    return new Promise((kept, dropped) => {
      if (this.stopped) return;
      this.line.push({ change, answered, kept, dropped });
      if (this.scheduled || this.troubled) return;
      this.scheduled = true;
      // An LMS that failed a moment ago may take seconds to fail again: the timer asks it, not each click.
      queueMicrotask(() => this.go(!this.behind));
    });
  }

  /** Another window goes on from here: nothing is kept, told or cleared any more. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Tries everything that waits, now. What comes while a try is under way goes with the next one. */
  flush(): void {
    this.go(true);
  }

  private go(askLms: boolean): void {
    this.scheduled = false;
    if (this.saving || this.stopped) return;
    const next = this.next();
    if (next === null) return;
    if (!askLms) return void this.sheltered(next);
    this.unscheduled();
    const saved = this.lms.save({ state: next.state, interactions: next.interactions, ...this.form.tracking(next.after) });
    if (typeof saved === "boolean") return this.answered(next, saved);
    this.saving = true;
    void saved.catch(() => false).then((kept) => {
      this.saving = false;
      if (this.stopped) return;
      this.answered(next, kept);
      if (kept && this.line.length > 0) this.flush();
    });
  }

  /** null when there is nothing to keep; then what waited is told so. */
  private next(): Try | null {
    if (this.line.length === 0 && !this.behind) return null;
    const { after, interactions } = this.applied();
    const line = [...this.line];
    if (after === this.learner && !this.behind) {
      this.settled(line, after);
      this.onchange();
      return null;
    }
    return { line, after, state: this.form.encode(after), interactions: [...this.owed, ...interactions] };
  }

  /** The learner after all that waits. A change that throws leaves the line, so that it does not hold up the others. */
  private applied(): { after: Learner; interactions: Interaction[] } {
    let after = this.learner;
    const interactions: Interaction[] = [];
    this.line = this.line.filter(({ change, answered, dropped }) => {
      try {
        const next = change(after) ?? after;
        if (next === after) return true;
        const fit = this.form.fit(next);
        interactions.push(...answered(fit));
        after = fit;
        return true;
      } catch (error) {
        console.error("blended-mobility: a change failed and is not kept", error);
        dropped(error);
        return false;
      }
    });
    return { after, interactions };
  }

  private answered(next: Try, saved: boolean): void {
    if (!saved) return this.refused(next);
    if (this.behind) void this.shelter?.clear();
    this.offered = [];
    [this.held, this.owed, this.behind, this.troubled, this.failures] = [next.state, [], false, false, 0];
    this.settled(next.line, next.after);
    this.onchange();
  }

  private refused(next: Try): void {
    this.offered = [...this.offered, [checksum(next.state), next.interactions.length] as const].slice(-MOST_OFFERED);
    this.again();
    if (this.shelter) return void this.sheltered(next);
    this.troubled = true;
    this.onchange();
  }

  /** The browser keeps what the LMS did not take. */
  private async sheltered(next: Try): Promise<void> {
    this.saving = true;
    const { state, interactions } = next;
    const kept = (await this.shelter?.put({ state, base: this.held, offered: this.offered, interactions })) ?? false;
    this.saving = false;
    if (this.stopped) return;
    this.troubled = !kept;
    if (kept) {
      [this.behind, this.owed] = [true, next.interactions];
      this.settled(next.line, next.after);
    }
    // A retry that came while the browser was writing was passed over.
    if (this.timer === undefined) this.again();
    this.onchange();
    if (kept && this.line.length > 0) this.go(false);
  }

  private settled(line: readonly Waiting[], after: Learner): void {
    this.learner = after;
    this.line = this.line.slice(line.length);
    for (const { kept } of line) kept();
  }

  private again(): void {
    this.unscheduled();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.flush();
    }, delay(RETRY, this.failures++, Math.random()));
  }

  private unscheduled(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
