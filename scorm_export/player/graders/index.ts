/** Grades one response of a problem; agrees with Open edX's capa on every problem the exporter carries over.
 *
 * Choices and texts are graded here; what calculates stands in graders.js, which a package brings when its course needs it.
 */

import type { Answer } from "../learner";
import type { ChoiceResponse, FormulaResponse, ImageResponse, NumberResponse, Response } from "../package";
import { gradeChoice } from "./choice";
import { gradeText } from "./text";
import type { Complaint, Verdict } from "./verdict";

export type { Complaint, Verdict } from "./verdict";

export type CalculatedResponse = NumberResponse | FormulaResponse | ImageResponse;

/** What graders.js brings. `complain` is asked about answers that are not empty. */
export interface Calculating {
  grade(response: CalculatedResponse, typed: string): Verdict;
  complain(response: CalculatedResponse, typed: string): Complaint | null;
}

let calculating: Calculating | undefined;

export function registerGraders(graders: Calculating): void {
  calculating = graders;
}

/** Longest answers that are stored, in Unicode code points: with these, answers fit into what an LMS keeps
 * (scorm_export/problems/reader.py computes it). */
const LONGEST = { number: 40, formula: 80, text: 80, image: 16 };

export function longestAnswer(response: Response): number {
  return response.kind in LONGEST ? LONGEST[response.kind as keyof typeof LONGEST] : Infinity;
}

export function isChoice(response: Response): response is ChoiceResponse {
  return "choices" in response;
}

export function gradeResponse(response: Response, answer: Answer): Verdict {
  if (isChoice(response)) return gradeChoice(response, typeof answer === "string" ? [answer] : answer);
  if (response.kind === "text") return gradeText(response, String(answer));
  return calculating?.grade(response, String(answer)) ?? { correct: false, feedback: [] };
}

/** Why this answer can't be checked yet, or null. Nothing of it counts as an attempt. */
export function complaintAbout(response: Response, answer: Answer | undefined): Complaint | null {
  const text = typeof answer === "string" ? answer.trim() : "";
  if (response.kind === "multiple") return Array.isArray(answer) && answer.length > 0 ? null : "empty";
  if (text === "") return "empty";
  if ([...text].length > longestAnswer(response)) return "too-long";
  if (isChoice(response) || response.kind === "text") return null;
  return calculating ? calculating.complain(response, text) : "not-loaded";
}
