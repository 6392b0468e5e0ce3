/** Per mille and sums of points in whole numbers, never in floating point (contract 1). */

/** `a/b` per mille, rounded half up; 1000 only when it is really the whole (contract 3). */
export function perMille(part: bigint | number, whole: bigint | number): number {
  const [a, b] = [BigInt(part), BigInt(whole)];
  if (b <= 0n) return 0;
  const rounded = Number((2n * a * 1000n + b) / (2n * b));
  return a < b ? Math.min(rounded, 999) : rounded;
}

/** An exact fraction of points, in thousandths of a point. */
export interface Points {
  earned: bigint;
  possible: bigint;
  /** Both are counted in `1/unit` thousandths of a point. */
  unit: bigint;
}

export const NO_POINTS: Points = { earned: 0n, possible: 0n, unit: 1n };

/** Adds `points` thousandths of which `part/whole` were earned. */
export function addPoints(sum: Points, points: number, part: number, whole: number): Points {
  const scale = BigInt(whole);
  const here = BigInt(points) * sum.unit;
  return {
    earned: sum.earned * scale + here * BigInt(part),
    possible: (sum.possible + here) * scale,
    unit: sum.unit * scale,
  };
}
