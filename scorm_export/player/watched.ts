/** How much of a film was watched: each second counts once, and only in the part that the author means (contract 3). */

/** As `HTMLMediaElement.played` has it. */
export type Ranges = Pick<TimeRanges, "length" | "start" | "end">;

/** Whether 95 % of the film, or of its part, was played. A part that this film does not have means all of it. */
export function watchedEnough(played: Ranges, duration: number, start = 0, end?: number | null): boolean {
  if (!(duration > 0)) return false;
  const to = Math.min(end ?? duration, duration);
  const from = start < to ? start : 0;
  let seconds = 0;
  for (let index = 0; index < played.length; index++)
    seconds += Math.max(0, Math.min(played.end(index), to) - Math.max(played.start(index), from));
  return seconds >= 0.95 * (to - from);
}
