/** Text answers as capa's stringresponse compares them: without surrounding blanks, case ignored when the author says so. */

import type { TextResponse } from "../package";
import type { Verdict } from "./verdict";

/** Whether an answer fits one text of the author, word for word or by a regular expression. */
type Fits = (text: string, regexp?: boolean) => boolean;

export function gradeText(response: TextResponse, typed: string): Verdict {
  const given = fold(response, typed);
  const fits: Fits = (text, regexp) => (regexp ? matches(`^${text}$`, response, typed) : fold(response, text) === given);
  const correct = response.pattern === undefined ? response.answers.some(({ text }) => fits(text)) : matches(response.pattern, response, typed);
  const hint = hintFor(response, fits);
  return { correct, feedback: hint === "" ? [] : [hint] };
}

/** What fits first decides, also when the author wrote nothing for it. */
function hintFor({ answers, hints, hintsOnly, pattern }: TextResponse, fits: Fits): string {
  const right = hintsOnly ? undefined : answers.find(({ text }) => fits(text, pattern !== undefined));
  return (right ?? hints.find(({ text, regexp }) => fits(text, regexp)))?.hint ?? "";
}

/** The exporter has checked the expression; a browser that can't read it takes no answer as right. */
function matches(source: string, { ignoreCase }: TextResponse, typed: string): boolean {
  try {
    return new RegExp(source, ignoreCase ? "iu" : "u").test(typed.trim());
  } catch {
    return false;
  }
}

function fold(response: TextResponse, text: string): string {
  return response.ignoreCase ? text.trim().toLowerCase() : text.trim();
}
