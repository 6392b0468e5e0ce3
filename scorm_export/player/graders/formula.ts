/** Formulas as capa compares them: both must give the same numbers at every sample. */

import type { FormulaResponse } from "../package";
import { readFormula, valueOf } from "./arithmetic";
import { close } from "./closeness";
import { real, type Value } from "./value";
import type { Verdict } from "./verdict";

type Sampled = Pick<FormulaResponse, "answer" | "variables" | "samples">;

export function gradeFormula(response: FormulaResponse, typed: string): Verdict {
  const hint = response.hints.filter((each) => agree(response, each, typed)).pop()?.hint ?? "";
  return { correct: agree(response, response, typed), feedback: hint === "" ? [] : [hint] };
}

/** It has a value at every sample. */
export function isFormula(response: FormulaResponse, typed: string): boolean {
  return valuesOf(response, response, typed) !== null;
}

function agree(response: FormulaResponse, right: Sampled, typed: string): boolean {
  const [given, wanted] = [valuesOf(response, right, typed), valuesOf(response, right, right.answer)];
  if (given === null || wanted === null) return false;
  return given.every((value, index) => close(value, wanted[index] ?? real(NaN), response));
}

function valuesOf({ caseSensitive }: FormulaResponse, { variables, samples }: Sampled, text: string): Value[] | null {
  const formula = readFormula(text, { variables, caseSensitive });
  const values = samples.map((sample) => valueOf(formula, sample.map((each) => real(each))));
  return values.every((value): value is Value => value !== null) ? values : null;
}
