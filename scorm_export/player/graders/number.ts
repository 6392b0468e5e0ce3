/** Numerical answers as capa compares them (`compare_with_tolerance` in its util.py).
 *
 * capa computes the tolerance in doubles and then compares the shortest decimal forms exactly; both are the same in
 * JavaScript. Its default tolerance of 0.001 % counts from the larger of the two numbers, any other from the right one.
 */

import type { NumberResponse } from "../package";
import { readNumber } from "./arithmetic";
import type { Verdict } from "./verdict";

const DEFAULT_PERCENT = 0.001;

type Right = NumberResponse["answers"][number];

export function gradeNumber(response: NumberResponse, typed: string): Verdict {
  const given = readNumber(typed);
  const matched = given === null ? undefined : response.answers.find((answer) => matches(answer, given));
  return { correct: matched !== undefined, feedback: matched?.hint ? [matched.hint] : [] };
}

function matches(answer: Right, given: number): boolean {
  if ("low" in answer) return inRange(answer, given);
  const right = Number(answer.value);
  return within(given, right, tolerance(answer, given, right));
}

function tolerance(answer: Exclude<Right, { low: string }>, given: number, right: number): number {
  const stated = Number(answer.tolerance);
  if (!answer.percent) return stated;
  const base = stated === DEFAULT_PERCENT ? Math.max(Math.abs(given), Math.abs(right)) : Math.abs(right);
  return stated * 0.01 * base;
}

/** A value that can't be told from a border counts as the border. */
function inRange(range: Extract<Right, { low: string }>, given: number): boolean {
  const [low, high] = [Number(range.low), Number(range.high)];
  const touches = (border: number): boolean =>
    within(given, border, Number.EPSILON * Math.max(Math.abs(given), Math.abs(border)));
  if (touches(low)) return !range.lowOpen;
  if (touches(high)) return !range.highOpen;
  return low < given && given < high;
}

/** |a − b| ≤ tolerance, on decimals. */
export function within(a: number, b: number, tolerance: number): boolean {
  if (![a, b, tolerance].every(Number.isFinite)) return a === b;
  const parts = [a, b, tolerance].map(decimal);
  const least = Math.min(...parts.map(({ exponent }) => exponent));
  const [x = 0n, y = 0n, limit = 0n] = parts.map(({ digits, exponent }) => digits * 10n ** BigInt(exponent - least));
  const difference = x > y ? x - y : y - x;
  return difference <= limit;
}

/** The shortest decimal form of a double, as whole digits and a power of ten. */
function decimal(value: number): { digits: bigint; exponent: number } {
  const [mantissa = "0", power = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}
