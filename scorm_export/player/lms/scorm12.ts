/** SCORM 1.2 Run-Time Environment: its vocabulary (facts: docs/reference/lms-quirks.md). */

import { rawScore } from "../status";
import type { ChosenAnswer, Interaction, Objective, TypedAnswer } from "./lms";
import type { Values, Version } from "./scorm";
import { localTime, timespan } from "./session-time";
import { decimal, identifier, isNumeric, line, questionId } from "./wording";

/** One sign per choice; that many it can tell apart. */
const SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789";
/** CMIFeedback holds one sign less than CMIString256. */
const LONGEST = 255;

export const SCORM_12: Version = {
  api: "API",
  calls: {
    initialize: "LMSInitialize",
    get: "LMSGetValue",
    set: "LMSSetValue",
    commit: "LMSCommit",
    finish: "LMSFinish",
    error: "LMSGetLastError",
  },
  mode: "cmi.core.lesson_mode",
  credit: "cmi.core.credit",
  learner: "cmi.core.student_id",
  exit: "cmi.core.exit",
  sessionTime: "cmi.core.session_time",
  statuses: ["cmi.core.lesson_status"],
  status: ({ status }) => [["cmi.core.lesson_status", status]],
  score: (grade) => ({
    borders: [["cmi.core.score.min", "0"], ["cmi.core.score.max", "100"]],
    score: [["cmi.core.score.raw", rawScore(grade)]],
  }),
  timespan,
  interaction,
  objective,
  objectiveId: identifier,
};

function interaction(given: Interaction): Values {
  const { type, response, right } = given.answer.kind === "choice" ? chosen(given.answer) : typed(given.answer);
  const weighting = given.weight === null ? "" : decimal(given.weight / 1000);
  return [
    ["id", identifier(questionId(given))],
    ["type", type],
    ...given.outcomes.map((id, index) => [`objectives.${index}.id`, identifier(id)] as const),
    ["time", localTime(given.at).time],
    ...right.map((pattern, index) => [`correct_responses.${index}.pattern`, pattern] as const),
    ...(weighting ? [["weighting", weighting] as const] : []),
    ["student_response", response],
    ["result", given.correct ? "correct" : "wrong"],
    ["latency", timespan(given.latency)],
  ];
}

interface Worded {
  type: string;
  response: string;
  right: string[];
}

/** More choices than signs: their numbers, counted from 1, as a text. */
function chosen({ of, chosen: places, right }: ChosenAnswer): Worded {
  const signs = of <= SIGNS.length;
  const word = (set: readonly number[]): string =>
    line([...set].sort((a, b) => a - b).map((place) => (signs ? SIGNS.charAt(place) : String(place + 1))).join(","), LONGEST);
  return { type: signs ? "choice" : "fill-in", response: word(places), right: right.map(word).filter(Boolean) };
}

function typed(answer: TypedAnswer): Worded {
  const right = answer.right.map((each) => line(typeof each === "string" ? each : `${each.low}:${each.high}`, LONGEST));
  const numeric = isNumeric(answer) && answer.right.every((each) => typeof each === "string");
  return { type: numeric ? "numeric" : "fill-in", response: line(answer.typed, LONGEST), right };
}

/** An outcome nobody has begun has neither status ("not attempted" is the LMS's word) nor score. */
function objective({ score, progress }: Objective): Values {
  if (progress === 0 && !score) return [];
  const scores: Values =
    score === null ? [] : [["score.min", "0"], ["score.max", "100"], ["score.raw", rawScore(score)]];
  return [...scores, ["status", score === 1000 ? "passed" : progress === 1000 ? "completed" : "incomplete"]];
}
