/** Keeps the learner's state in the LMS: the LMS first, then the screen (contract 12).
 *
 * Every change waits in line as a pure function. All that wait are applied to the confirmed state and saved in one
 * commit; only when the LMS has said yes to it is the new state adopted and each change told that it is kept. When the
 * LMS refuses or fails, the line stays and is tried again.
 */

import { delay } from "./backoff";
import { withoutGone } from "./carry-over";
import type { Learner } from "./learner";
import type { Keeping, Lms } from "./lms";
import { encode } from "./state";

/** Gives the changed learner, or null when it has nothing to change or refuses. */
export type Change = (learner: Learner) => Learner | null;

/** What else goes to the LMS with a state. */
export type Tracking = (learner: Learner) => Omit<Keeping, "state">;

interface Waiting {
  change: Change;
  kept: () => void;
  /** The change itself failed; nothing of it is kept. */
  dropped: (error: unknown) => void;
}

const RETRY = { first: 2000, most: 60000 };

export class Keeper {
  /** Told after each try: the confirmed state may be new, `troubled` may have changed. */
  onchange: () => void = () => undefined;
  /** The LMS did not take the last try; it is being tried again. */
  troubled = false;
  private line: Waiting[] = [];
  private failures = 0;
  private scheduled = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly lms: Lms,
    private readonly tracking: Tracking,
    private readonly limit: number,
    public learner: Learner,
  ) {}

  /** Resolves when the LMS has kept it (or there was nothing to keep). Several in one turn make one commit.
   * Rejects only when `change` itself throws. */
  keep(change: Change): Promise<void> {
    return new Promise((kept, dropped) => {
      this.line.push({ change, kept, dropped });
      if (this.scheduled || this.troubled) return;
      this.scheduled = true;
      queueMicrotask(() => this.flush());
    });
  }

  /** Tries everything that waits, now. */
  flush(): void {
    this.scheduled = false;
    clearTimeout(this.timer);
    if (this.line.length === 0) return;
    const after = this.applied();
    const kept = after === this.learner || this.save(after);
    this.troubled = !kept;
    if (kept) this.settled(this.line);
    else this.again();
    this.onchange();
  }

  /** The learner after all that waits. A change that throws leaves the line, so that it does not hold up the others. */
  private applied(): Learner {
    let after = this.learner;
    this.line = this.line.filter(({ change, dropped }) => {
      try {
        after = change(after) ?? after;
        return true;
      } catch (error) {
        console.error("blended-mobility: a change failed and is not kept", error);
        dropped(error);
        return false;
      }
    });
    return after;
  }

  private save(after: Learner): boolean {
    const text = encode(after);
    const fitting = text.length > this.limit && after.gone.length > 0 ? withoutGone(after) : after;
    const state = fitting === after ? text : encode(fitting);
    if (!this.lms.save({ state, ...this.tracking(fitting) })) return false;
    this.learner = fitting;
    return true;
  }

  private settled(waiting: Waiting[]): void {
    this.failures = 0;
    this.line = this.line.slice(waiting.length);
    for (const { kept } of waiting) kept();
  }

  private again(): void {
    this.timer = setTimeout(() => this.flush(), delay(RETRY, this.failures++, Math.random()));
  }
}
