/** What was played of a film that only tells where it is: times that follow closely on each other belong together. */

import type { Ranges } from "../watched";

/** Seconds from one time to the next, at most: frames tell about four times a second, hidden pages once. */
const STRIDE = 3;

export class Played implements Ranges {
  private ranges: [number, number][] = [];
  private last = Infinity;

  get length(): number {
    return this.ranges.length;
  }

  start(index: number): number {
    return this.ranges[index]?.[0] ?? 0;
  }

  end(index: number): number {
    return this.ranges[index]?.[1] ?? 0;
  }

  /** The film is at `time` now. A step back or a leap is no watching. */
  at(time: number): void {
    const from = this.last;
    this.last = time;
    if (time <= from || time - from > STRIDE) return;
    const apart = this.ranges.filter(([start, end]) => end < from || start > time);
    const touched = this.ranges.filter(([start, end]) => end >= from && start <= time);
    const joined: [number, number] = [Math.min(from, ...touched.map(([start]) => start)), Math.max(time, ...touched.map(([, end]) => end))];
    this.ranges = [...apart, joined];
  }
}
