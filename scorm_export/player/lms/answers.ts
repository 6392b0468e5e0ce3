/** One answer as an entry of `cmi.interactions`, which both versions of SCORM keep in nearly the same words. */

import type { ChosenAnswer, Interaction, TypedAnswer } from "./lms";
import type { Values } from "./scorm";
import { decimal } from "./wording";

export interface Worded {
  type: "choice" | "numeric" | "fill-in";
  response: string;
  /** Each way to be right. */
  right: string[];
}

/** How a version says it. */
export interface AnswerWords {
  id(name: string): string;
  chosen(answer: ChosenAnswer): Worded;
  typed(answer: TypedAnswer): Worded;
  time(at: number): readonly [element: string, value: string];
  timespan(milliseconds: number): string;
  response: string;
  wrong: string;
  /** What this version says beside all that. */
  about(interaction: Interaction): Values;
}

/** The id and the type come first: the other elements need them. */
export function answerValues(given: Interaction, words: AnswerWords): Values {
  const { leaf, response: question, answer, weight, outcomes } = given;
  const { type, response, right } = answer.kind === "choice" ? words.chosen(answer) : words.typed(answer);
  const values: Values = [
    ["id", words.id(question === null ? leaf : `${leaf}#${question}`)],
    ["type", type],
    ...outcomes.map((id, index) => [`objectives.${index}.id`, words.id(id)] as const),
    words.time(given.at),
    ...right.map((pattern, index) => [`correct_responses.${index}.pattern`, pattern] as const),
    ["weighting", weight === null ? "" : decimal(weight / 1000)],
    [words.response, response],
    ["result", result(given, words)],
    ["latency", words.timespan(given.latency)],
    ...words.about(given),
  ];
  return values.filter(([, value]) => value !== "");
}

/** Part of the points is a number in both versions. */
function result({ correct, part }: Interaction, { wrong }: AnswerWords): string {
  if (correct) return "correct";
  return part ? decimal(part[0] / part[1]) : wrong;
}

/** Places in the author's order as one text; which was clicked first says nothing. */
export function joined(places: readonly number[], name: (place: number) => string, sign: string): string {
  return [...places].sort((a, b) => a - b).map(name).join(sign);
}
