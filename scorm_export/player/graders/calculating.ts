/** The graders that calculate: numbers, formulas, places in a picture. Built as graders.js; see script.ts. */

import type { Calculating } from "./index";
import { gradeFormula, isFormula } from "./formula";
import { gradeImage, readPoint } from "./image";
import { gradeNumber, isNumber } from "./number";

export const calculating: Calculating = {
  grade(response, typed) {
    if (response.kind === "number") return gradeNumber(response, typed);
    return response.kind === "formula" ? gradeFormula(response, typed) : gradeImage(response, typed);
  },
  complain(response, typed) {
    if (response.kind === "number") return isNumber(response, typed) ? null : "not-a-number";
    if (response.kind === "formula") return isFormula(response, typed) ? null : "not-a-formula";
    return readPoint(typed) ? null : "empty";
  },
};
