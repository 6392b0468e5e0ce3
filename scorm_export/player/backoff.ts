/** When to try again after a failure: twice as long each time, with jitter so that a class does not come at once. */

export interface Backoff {
  /** Milliseconds before the first repetition, and at most. */
  first: number;
  most: number;
}

/** Milliseconds until try number `failures` + 1; between half and the whole of the step. `random`: 0 ≤ x < 1. */
export function delay({ first, most }: Backoff, failures: number, random: number): number {
  const step = Math.min(most, first * 2 ** Math.min(failures, 20));
  return Math.round(step * (0.5 + random / 2));
}
