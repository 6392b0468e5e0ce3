/** Keeps the learner's state in the LMS: the LMS first, then the screen (contract 12).
 *
 * Every change waits in line as a pure function. All that wait are applied to the confirmed state and saved in one
 * commit; only when the LMS has said yes to it is the new state adopted and each change told that it is kept. When the
 * LMS refuses or fails, the line stays and is tried again.
 */

import { delay } from "./backoff";
import { withoutGone } from "./carry-over";
import type { Learner } from "./learner";
import type { Interaction, Keeping, Lms } from "./lms";
import { encode } from "./state";

/** Gives the changed learner, or null when it has nothing to change or refuses. */
export type Change = (learner: Learner) => Learner | null;

/** What a change means to the LMS beside the state: the answers that were submitted by it. */
export type Answered = (after: Learner) => readonly Interaction[];

/** What else goes to the LMS with a state. */
export type Tracking = (learner: Learner) => Omit<Keeping, "state" | "interactions">;

interface Waiting {
  change: Change;
  answered: Answered;
  kept: () => void;
  /** The change itself failed; nothing of it is kept. */
  dropped: (error: unknown) => void;
}

const RETRY = { first: 2000, most: 60000 };
const NOTHING: Answered = () => [];

export class Keeper {
  /** Told after each try: the confirmed state may be new, `troubled` may have changed. */
  onchange: () => void = () => undefined;
  /** The LMS did not take the last try; it is being tried again. */
  troubled = false;
  private line: Waiting[] = [];
  private failures = 0;
  private scheduled = false;
  private saving = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly lms: Lms,
    private readonly tracking: Tracking,
    private readonly limit: number,
    public learner: Learner,
  ) {}

  /** Resolves when the LMS has kept it (or there was nothing to keep). Several in one turn make one commit.
   * Rejects only when `change` itself throws. `answered` is asked once for each try that is made. */
  keep(change: Change, answered: Answered = NOTHING): Promise<void> {
    return new Promise((kept, dropped) => {
      this.line.push({ change, answered, kept, dropped });
      if (this.scheduled || this.troubled) return;
      this.scheduled = true;
      queueMicrotask(() => this.flush());
    });
  }

  /** Tries everything that waits, now. What comes while a try is under way goes with the next one. */
  flush(): void {
    this.scheduled = false;
    clearTimeout(this.timer);
    if (this.line.length === 0 || this.saving) return;
    const { after, interactions } = this.applied();
    const tried = [...this.line];
    const saved = after === this.learner || this.save(after, interactions);
    if (typeof saved === "boolean") return this.done(tried, after, saved);
    this.saving = true;
    void saved.catch(() => false).then((kept) => {
      this.saving = false;
      this.done(tried, after, kept);
      if (kept && this.line.length > 0) this.flush();
    });
  }

  private done(tried: Waiting[], after: Learner, kept: boolean): void {
    this.troubled = !kept;
    if (kept) this.settled(tried, after);
    else this.again();
    this.onchange();
  }

  /** The learner after all that waits. A change that throws leaves the line, so that it does not hold up the others. */
  private applied(): { after: Learner; interactions: Interaction[] } {
    let after = this.learner;
    const interactions: Interaction[] = [];
    this.line = this.line.filter(({ change, answered, dropped }) => {
      try {
        const next = change(after) ?? after;
        if (next !== after) interactions.push(...answered(next));
        after = next;
        return true;
      } catch (error) {
        console.error("blended-mobility: a change failed and is not kept", error);
        dropped(error);
        return false;
      }
    });
    return { after: this.fitting(after), interactions };
  }

  private fitting(after: Learner): Learner {
    return after.gone.length > 0 && encode(after).length > this.limit ? withoutGone(after) : after;
  }

  private save(after: Learner, interactions: Interaction[]): boolean | Promise<boolean> {
    return this.lms.save({ state: encode(after), interactions, ...this.tracking(after) });
  }

  private settled(tried: Waiting[], after: Learner): void {
    this.failures = 0;
    this.learner = after;
    this.line = this.line.slice(tried.length);
    for (const { kept } of tried) kept();
  }

  private again(): void {
    this.timer = setTimeout(() => this.flush(), delay(RETRY, this.failures++, Math.random()));
  }
}
