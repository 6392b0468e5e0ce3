/** Text answers as capa's stringresponse compares them: without surrounding blanks, case ignored when the author says so. */

import type { TextResponse } from "../package";
import type { Verdict } from "./verdict";

export function gradeText(response: TextResponse, typed: string): Verdict {
  const same = (text: string): boolean => fold(response, text) === fold(response, typed);
  const right = response.answers.find(({ text }) => same(text));
  const hint = right?.hint ?? response.hints.find(({ text }) => same(text))?.hint ?? "";
  return { correct: right !== undefined, feedback: hint === "" ? [] : [hint] };
}

function fold(response: TextResponse, text: string): string {
  return response.ignoreCase ? text.trim().toLowerCase() : text.trim();
}
