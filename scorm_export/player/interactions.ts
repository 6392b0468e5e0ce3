/** What a submitted problem tells an LMS: one neutral fact per response. */

import { isChoice } from "./graders";
import type { Answer, Attempted } from "./learner";
import type { Interaction } from "./lms";
import { own } from "./own";
import type { FormulaResponse, ImageResponse, NumberResponse, ProblemContent, Response, TextResponse } from "./package";
import { plainText } from "./plain-text";
import { responsesOf } from "./problem";

/** What surrounds a submission. */
export interface Submission {
  /** Milliseconds since 1970, and from seeing the question to submitting. */
  at: number;
  latency: number;
  outcomes: readonly string[];
  /** Thousandths of a point of the whole leaf; null: it has no score. */
  points: number | null;
}

export function interactionsOf(problem: ProblemContent, record: Attempted, submission: Submission): Interaction[] {
  const { points, ...rest } = submission;
  const responses = responsesOf(problem);
  return responses.map((response, index) => ({
    ...rest,
    leaf: problem.id,
    response: responses.length > 1 ? response.id : null,
    description: plainText(response.label) || plainText(problem.title),
    answer: answerTo(response, own(record.answers, response.id) ?? []),
    correct: record.correct[index] ?? false,
    ...(record.partial?.[index] ? { part: record.partial[index] } : {}),
    weight: points === null ? null : points / responses.length,
  }));
}

function answerTo(response: Response, answer: Answer): Interaction["answer"] {
  if (response.kind === "number") {
    return { kind: "numeric", typed: String(answer), right: response.answers.map(rightNumber), ignoreCase: true };
  }
  if (!isChoice(response)) return { kind: "fill-in", typed: String(answer), ...rightText(response) };
  const ids = typeof answer === "string" ? [answer] : answer;
  const places = response.choices.map((_, place) => place);
  const right = places.filter((place) => response.choices[place]?.correct);
  return {
    kind: "choice",
    of: places.length,
    chosen: places.filter((place) => ids.includes(response.choices[place]?.id ?? "")),
    right: response.kind === "multiple" ? [right] : right.map((place) => [place]),
  };
}

/** What is right as a text; a regular expression is none. */
function rightText(response: TextResponse | FormulaResponse | ImageResponse): { right: string[]; ignoreCase: boolean } {
  if (response.kind === "formula") return { right: [response.answer.trim()], ignoreCase: !response.caseSensitive };
  if (response.kind === "image") return { right: response.areas.flatMap(areaText), ignoreCase: true };
  const right = response.pattern === undefined ? response.answers.map(({ text }) => text.trim()) : [];
  return { right, ignoreCase: response.ignoreCase };
}

/** Corners without commas: scorm-again takes at most two commas in a text. */
function areaText(area: ImageResponse["areas"][number]): string[] {
  return area.kind === "rectangle" ? [`(${area.x1},${area.y1})-(${area.x2},${area.y2})`] : [area.points.map((point) => point.join("/")).join(" ")];
}

/** A tolerance as the two ends it makes, unless it is capa's own of 0.001 %, which only forgives rounding. */
function rightNumber(answer: NumberResponse["answers"][number]): string | { low: string; high: string } {
  if ("low" in answer) return { low: answer.low, high: answer.high };
  const [value, stated] = [Number(answer.value), Number(answer.tolerance)];
  const tolerance = answer.percent ? Math.abs(value) * stated * 0.01 : stated;
  if (!(tolerance > 0) || (answer.percent && stated === 0.001)) return answer.value;
  const end = (side: number): string => String(Number((value + side * tolerance).toPrecision(12)));
  return { low: end(-1), high: end(1) };
}
