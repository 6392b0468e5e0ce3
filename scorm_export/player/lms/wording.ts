/** Ids, numbers and texts in the spellings that both versions of SCORM take, and that strict LMSs take too. */

import { fingerprint } from "../digest";
import { rawScore } from "../status";
import type { TypedAnswer } from "./lms";
import type { Values } from "./scorm";

/** Names that stay apart when their signs become low lines. */
const PLAIN_NAME = /^(problem\/)?[A-Za-z0-9]+(-[A-Za-z0-9]+)*(#[A-Za-z0-9]+)?$/;
/** What Moodle takes as a number: five digits before the point. */
const PLAIN_NUMBER = /^-?\d{1,5}(\.\d{1,18})?$/;

/** SCORM 1.2's CMIIdentifier. The same for ever, whatever else the course holds: what could be taken for another name
 * bears a fingerprint. "problem/first-aid-1#2" → "problem_first_aid_1__2". */
export function identifier(name: string): string {
  const clean = name.replace("#", "__").replace(/[^A-Za-z0-9_]/g, "_");
  return PLAIN_NAME.test(name) && clean.length <= 255 ? clean : `${clean.slice(0, 200)}_${fingerprint(name).slice(0, 8)}`;
}

/** SCORM 2004's long_identifier: no blanks, and a letter or digit at its end (Moodle).
 * "problem/prüfung" → "problem/pr%C3%BCfung". */
export function longIdentifier(name: string): string {
  const id = encodeURI(name.replace(/[\ud800-\udfff]/gu, "\ufffd")).replace(/[^A-Za-z0-9]$/, percent);
  return id.length <= 4000 ? id : identifier(name);
}

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/** A score on 0–100 between its borders, for a grade per mille. */
export function scoreValues(grade: number): Values {
  return [["score.min", "0"], ["score.max", "100"], ["score.raw", rawScore(grade)]];
}

/** At most seven significant digits, no exponent; "" when it is too large for an LMS. */
export function decimal(value: number): string {
  const text = String(Number(Number(value.toPrecision(7)).toFixed(6)));
  return PLAIN_NUMBER.test(text) ? text : "";
}

/** True when what was typed and every right answer are numbers that an LMS can read. */
export function isNumeric({ kind, typed, right }: TypedAnswer): boolean {
  const numbers = right.flatMap((each) => (typeof each === "string" ? [each] : [each.low, each.high]));
  return kind === "numeric" && [typed, ...numbers].every((each) => PLAIN_NUMBER.test(each));
}

/** On one line, at most `most` UTF-16 units, no sign cut in half. */
export function line(text: string, most: number): string {
  return text.replace(/\s+/g, " ").trim().slice(0, most).replace(/[\ud800-\udbff]$/, "");
}
