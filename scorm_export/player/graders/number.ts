/** Numerical answers as capa grades them: a value with a tolerance or a range, and half the points for coming near. */

import type { Fraction, NumberResponse, RightNumber, RightRange } from "../package";
import { readValue } from "./arithmetic";
import { close, equal, touches } from "./closeness";
import { isComplex, type Value } from "./value";
import type { Verdict } from "./verdict";

const HALF: Fraction = [1, 2];
const QUARTER: Fraction = [1, 4];

/** A range takes no complex number. */
export function isNumber({ answers }: NumberResponse, typed: string): boolean {
  const given = readValue(typed);
  return given !== null && !(isComplex(given) && answers.some((answer) => "low" in answer));
}

export function gradeNumber(response: NumberResponse, typed: string): Verdict {
  const given = readValue(typed);
  const [main, ...further] = response.answers;
  if (given === null || main === undefined) return { correct: false, feedback: [] };
  const correct = "low" in main ? inRange(main, given) : near(main, given);
  const partial = correct ? null : partOf(response, main, given);
  const right = correct ? main : partial ? undefined : further.find((answer) => "value" in answer && isExactly(answer.value, given));
  const hint = right?.hint || hintFor(response, given);
  return { correct: right !== undefined, ...(partial ? { partial } : {}), feedback: hint ? [hint] : [] };
}

function hintFor({ hints = [] }: NumberResponse, given: Value): string {
  return hints.find(({ value }) => near({ value, tolerance: "0.001", percent: true }, given))?.hint ?? "";
}

function near(answer: Omit<RightNumber, "hint">, given: Value): boolean {
  const right = readValue(answer.value);
  return right !== null && close(given, right, answer);
}

function isExactly(value: string, given: Value): boolean {
  const right = readValue(value);
  return right !== null && equal(given, right);
}

/** A value that can't be told from a border counts as the border. */
function inRange(range: RightRange, given: Value): boolean {
  const [low, high] = [readValue(range.low), readValue(range.high)];
  if (low === null || high === null) return false;
  if (touches(given, low)) return !range.lowOpen;
  if (touches(given, high)) return !range.highOpen;
  return low.re < given.re && given.re < high.re;
}

function partOf({ partial }: NumberResponse, main: RightNumber | RightRange, given: Value): Fraction | null {
  if (!partial) return null;
  if ("low" in main) return partial.close && inWiderRange(main, given, partial.range) ? HALF : null;
  const wide = { ...main, tolerance: String(partial.range * Number(main.tolerance)) };
  if (!partial.list) return partial.close && near(wide, given) ? HALF : null;
  for (const value of partial.list) {
    if (near({ ...main, value }, given)) return HALF;
    if (partial.close && near(wide, given)) return HALF;
    if (partial.close && near({ ...wide, value }, given)) return QUARTER;
  }
  return null;
}

/** Wider by so many widths on either side; a border that does not count gives nothing, as in capa. */
function inWiderRange(range: RightRange, given: Value, by: number): boolean {
  const [low, high] = [readValue(range.low), readValue(range.high)];
  if (low === null || high === null || touches(given, low) || touches(given, high)) return false;
  const more = by * (high.re - low.re);
  return low.re - more < given.re && given.re < high.re + more;
}
