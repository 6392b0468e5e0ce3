/** SCORM 2004 4th Edition Run-Time Environment: its vocabulary (facts: docs/reference/lms-quirks.md). */

import { rawScore } from "../status";
import type { ChosenAnswer, Interaction, Keeping, Objective, TypedAnswer } from "./lms";
import type { Values, Version } from "./scorm";
import { duration, localTime } from "./session-time";
import { decimal, isNumeric, line, longIdentifier, questionId } from "./wording";

/** Least maximum of a localized string. */
const LONGEST = 250;
/** Right answers an LMS must hold, per type of interaction. */
const MOST_RIGHT = { choice: 10, "fill-in": 5, numeric: 1 };

export const SCORM_2004: Version = {
  api: "API_1484_11",
  calls: {
    initialize: "Initialize",
    get: "GetValue",
    set: "SetValue",
    commit: "Commit",
    finish: "Terminate",
    error: "GetLastError",
  },
  mode: "cmi.mode",
  credit: "cmi.credit",
  learner: "cmi.learner_id",
  exit: "cmi.exit",
  sessionTime: "cmi.session_time",
  statuses: ["cmi.completion_status", "cmi.success_status"],
  status,
  score: (grade) => ({
    borders: [["cmi.score.min", "0"], ["cmi.score.max", "100"]],
    score: [["cmi.score.raw", rawScore(grade)], ["cmi.score.scaled", String(grade / 1000)]],
  }),
  timespan: duration,
  interaction,
  objective,
  objectiveId: longIdentifier,
};

/** An LMS that does not tell what it holds hears only good news; "unknown" is written only over "failed". */
function status({ status, progress }: Keeping, held: (element: string) => string): Values {
  const completion = progress === 1000 ? "completed" : "incomplete";
  const silent = held("cmi.completion_status") === "";
  const success = status === "passed" || status === "failed" ? status : "unknown";
  return [
    ...(success !== "unknown" || held("cmi.success_status") === "failed" ? [["cmi.success_status", success] as const] : []),
    ...(completion === "completed" || !silent ? [["cmi.completion_status", completion] as const] : []),
    ["cmi.progress_measure", String(progress / 1000)],
  ];
}

function interaction(given: Interaction): Values {
  const { type, response, right } = given.answer.kind === "choice" ? chosen(given.answer) : typed(given.answer);
  const weighting = given.weight === null ? "" : decimal(given.weight / 1000);
  const { date, time } = localTime(given.at);
  return [
    ["id", longIdentifier(questionId(given))],
    ["type", type],
    ...given.outcomes.map((id, index) => [`objectives.${index}.id`, longIdentifier(id)] as const),
    ["timestamp", `${date}T${time}`],
    ...right.slice(0, MOST_RIGHT[type]).map((pattern, index) => [`correct_responses.${index}.pattern`, pattern] as const),
    ...(weighting ? [["weighting", weighting] as const] : []),
    ["learner_response", response],
    ["result", given.correct ? "correct" : "incorrect"],
    ["latency", duration(given.latency)],
    ["description", localized(given.description)],
  ];
}

interface Worded {
  type: keyof typeof MOST_RIGHT;
  response: string;
  right: string[];
}

function chosen({ chosen: places, right }: ChosenAnswer): Worded {
  const word = (set: readonly number[]): string => [...set].sort((a, b) => a - b).map((place) => `choice_${place}`).join("[,]");
  return { type: "choice", response: word(places), right: right.map(word).filter(Boolean) };
}

function typed(answer: TypedAnswer): Worded {
  if (isNumeric(answer)) {
    const right = answer.right.map((each) => (typeof each === "string" ? `${each}[:]${each}` : `${each.low}[:]${each.high}`));
    return { type: "numeric", response: answer.typed, right };
  }
  const rule = `{case_matters=${String(!answer.ignoreCase)}}`;
  const right = answer.right.map((each) => rule + localized(typeof each === "string" ? each : `${each.low}:${each.high}`));
  return { type: "fill-in", response: localized(answer.typed), right };
}

/** A text is never read as a delimiter: one that begins with a brace gets a language before it, "[,]" comes apart. */
function localized(text: string): string {
  const whole = line(text, LONGEST).replace(/\[(?=[,.:]\])/g, "[ ");
  return line(whole.startsWith("{") ? `{lang=und}${whole}` : whole, LONGEST);
}

/** Nothing is said of an outcome nobody has begun but its text. */
function objective({ text, score, progress }: Objective): Values {
  const description = ["description", localized(text)] as const;
  if (progress === 0 && !score) return [description];
  const scores: Values =
    score === null
      ? []
      : [
          ["score.min", "0"],
          ["score.max", "100"],
          ["score.raw", rawScore(score)],
          ["score.scaled", String(score / 1000)],
          ["success_status", score === 1000 ? "passed" : "unknown"],
        ];
  return [
    ...scores,
    ["completion_status", progress === 1000 ? "completed" : "incomplete"],
    ["progress_measure", String(progress / 1000)],
    description,
  ];
}
