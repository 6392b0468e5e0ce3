/** SCORM 2004 4th Edition Run-Time Environment: its vocabulary (facts: docs/reference/lms-quirks.md). */

import { joined, type Worded } from "./answers";
import type { ChosenAnswer, Keeping, Objective, TypedAnswer } from "./lms";
import type { Values, Version } from "./scorm";
import { duration, localTime } from "./session-time";
import { isNumeric, line, longIdentifier, scoreValues } from "./wording";

/** Least maximum of a localized string, less the blank that may go before it. */
const LONGEST = 249;
/** Right answers an LMS must hold; of a number it holds one. */
const MOST_RIGHT = { choice: 10, text: 5 };

export const SCORM_2004: Version = {
  api: "API_1484_11",
  calls: { prefix: "", finish: "Terminate" },
  room: 64000,
  core: "cmi.",
  mode: "mode",
  learner: "learner_id",
  statuses: ["completion_status", "success_status"],
  status,
  score,
  timespan: duration,
  id: longIdentifier,
  chosen,
  typed,
  time: (at) => ["timestamp", localTime(at)],
  response: "learner_response",
  wrong: "incorrect",
  about: ({ description }) => [["description", localized(description)]],
  objective,
};

/** An LMS that does not tell what it holds hears only good news; "unknown" is written only over "failed". */
function status({ status, progress }: Keeping, held: (element: string) => string): Values {
  const success = status === "passed" || status === "failed" ? status : "unknown";
  const silent = held("completion_status") === "";
  return [
    ...(success !== "unknown" || held("success_status") === "failed" ? [["success_status", success] as const] : []),
    ...completion(progress).slice(silent && progress < 1000 ? 1 : 0),
  ];
}

function score(grade: number): Values {
  return [...scoreValues(grade), ["score.scaled", String(grade / 1000)]];
}

function completion(progress: number): Values {
  return [
    ["completion_status", progress === 1000 ? "completed" : "incomplete"],
    ["progress_measure", String(progress / 1000)],
  ];
}

function chosen({ chosen: places, right }: ChosenAnswer): Worded {
  const word = (set: readonly number[]): string => joined(set, (place) => `choice_${place}`, "[,]");
  return { type: "choice", response: word(places), right: right.slice(0, MOST_RIGHT.choice).map(word) };
}

function typed(answer: TypedAnswer): Worded {
  const ends = answer.right.map((each) => (typeof each === "string" ? [each, each] : [each.low, each.high]));
  if (isNumeric(answer)) return { type: "numeric", response: answer.typed, right: ends.slice(0, 1).map((each) => each.join("[:]")) };
  const rule = `{case_matters=${String(!answer.ignoreCase)}}`;
  const right = ends.map(([low, high]) => rule + localized(low === high ? String(low) : `${low}:${high}`));
  return { type: "fill-in", response: localized(answer.typed), right: right.slice(0, MOST_RIGHT.text) };
}

/** A text is never read as a delimiter: a blank goes before a leading brace (a language before it would not do for
 * Moodle and scorm-again), "[,]" comes apart. */
function localized(text: string): string {
  return line(text.replace(/\[(?=[,.:]\])/g, "[ "), LONGEST).replace(/^\{/, " {");
}

/** Nothing is said of an outcome nobody has begun but its text. */
function objective({ text, score: earned, progress }: Objective): Values {
  const description = ["description", localized(text)] as const;
  if (progress === 0 && !earned) return [description];
  const success = ["success_status", earned === 1000 ? "passed" : "unknown"] as const;
  return [...(earned === null ? [] : [...score(earned), success]), ...completion(progress), description];
}
