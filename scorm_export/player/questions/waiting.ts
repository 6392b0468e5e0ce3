/** `submission_wait_seconds`: how long a learner is asked to think before the next attempt.
 *
 * Kept while the page is open, also on the way to another unit and back; an LMS has no room for times.
 */

const submitted = new Map<string, number>();

export function noteSubmission(id: string, now: number): void {
  submitted.set(id, now);
}

/** Whole seconds until the next attempt is taken; 0: it is taken now. */
export function secondsLeft(id: string, wait: number, now: number): number {
  const since = now - (submitted.get(id) ?? -Infinity);
  return since < 0 ? wait : Math.max(0, Math.ceil(wait - since / 1000));
}
