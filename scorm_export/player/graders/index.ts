/** Grades one response of a problem; agrees with Open edX's capa on every problem the exporter carries over. */

import type { Answer } from "../learner";
import type { Response } from "../package";
import { readNumber } from "./arithmetic";
import { gradeChoice } from "./choice";
import { gradeNumber } from "./number";
import { gradeText } from "./text";
import type { Complaint, Verdict } from "./verdict";

export type { Complaint, Verdict } from "./verdict";

/** Longest answers that are stored, in Unicode code points: with these, answers fit into what an LMS keeps
 * (scorm_export/problems/reader.py computes it). */
const LONGEST = { number: 40, text: 80 };

export function longestAnswer(response: Response): number {
  return response.kind === "number" ? LONGEST.number : LONGEST.text;
}

export function gradeResponse(response: Response, answer: Answer): Verdict {
  if (response.kind === "number") return gradeNumber(response, String(answer));
  if (response.kind === "text") return gradeText(response, String(answer));
  if (response.kind === "formula") return { correct: response.answer === String(answer).trim(), feedback: [] };
  if (response.kind === "image") {
    const [, x, y] = (/(\d+),(\d+)/.exec(String(answer)) ?? []).map(Number);
    return { correct: response.areas.some((a) => a.kind === "rectangle" && x! >= a.x1 && x! <= a.x2 && y! >= a.y1 && y! <= a.y2), feedback: [] };
  }
  return gradeChoice(response, typeof answer === "string" ? [answer] : answer);
}

/** Why this answer can't be checked yet, or null. Nothing of it counts as an attempt. */
export function complaintAbout(response: Response, answer: Answer | undefined): Complaint | null {
  const text = typeof answer === "string" ? answer.trim() : "";
  if (response.kind === "multiple") return Array.isArray(answer) && answer.length > 0 ? null : "empty";
  if (text === "") return "empty";
  if ((response.kind === "number" || response.kind === "text") && [...text].length > longestAnswer(response)) return "too-long";
  return response.kind === "number" && readNumber(text) === null ? "not-a-number" : null;
}
