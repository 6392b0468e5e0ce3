/** When two numbers count as the same, as capa's `compare_with_tolerance` says.
 *
 * The tolerance is computed in doubles; real numbers are then compared by their shortest decimal forms, exactly. capa's
 * default tolerance of 0.001 % counts from the larger of the two numbers, any other percentage from the right one.
 */

import { readValue } from "./arithmetic";
import { absolute, minus, type Value } from "./value";

export interface Tolerance {
  tolerance: string;
  percent: boolean;
}

const DEFAULT = "0.001";

export function close(given: Value, right: Value, { tolerance, percent }: Tolerance): boolean {
  const stated = readValue(tolerance)?.re ?? NaN;
  if (!percent) return within(given, right, stated);
  const base = tolerance === DEFAULT ? larger(given, right) : absolute(right);
  return within(given, right, stated * 0.01 * base);
}

/** Nothing but rounding lies between them. */
export function touches(given: Value, border: Value): boolean {
  return within(given, border, Number.EPSILON * larger(given, border));
}

export function equal(given: Value, right: Value): boolean {
  return given.re === right.re && given.im === right.im;
}

function larger(a: Value, b: Value): number {
  return Math.max(absolute(a), absolute(b));
}

function within(given: Value, right: Value, tolerance: number): boolean {
  const infinite = ({ re, im }: Value): boolean => Math.abs(re) === Infinity || Math.abs(im) === Infinity;
  if (infinite(given) || infinite(right)) return equal(given, right);
  if (given.im !== 0 || right.im !== 0) return absolute(minus(given, right)) <= tolerance;
  return decimalsWithin(given.re, right.re, tolerance);
}

/** |a − b| ≤ tolerance, on decimals. */
export function decimalsWithin(a: number, b: number, tolerance: number): boolean {
  if (![a, b, tolerance].every(Number.isFinite)) return tolerance === Infinity && Number.isFinite(a - b);
  const parts = [a, b, tolerance].map(decimal);
  const least = Math.min(...parts.map(({ exponent }) => exponent));
  const [x = 0n, y = 0n, limit = 0n] = parts.map(({ digits, exponent }) => digits * 10n ** BigInt(exponent - least));
  const difference = x > y ? x - y : y - x;
  return difference <= limit;
}

/** The shortest decimal form of a double, as whole digits and a power of ten. */
function decimal(value: number): { digits: bigint; exponent: number } {
  const [mantissa = "0", power = "0"] = String(value).split("e");
  const [before = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(before + fraction), exponent: Number(power) - fraction.length };
}
