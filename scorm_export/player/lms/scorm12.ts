/** SCORM 1.2 Run-Time Environment: its vocabulary (facts: docs/reference/lms-quirks.md). */

import { joined, type Worded } from "./answers";
import type { ChosenAnswer, Objective, TypedAnswer } from "./lms";
import type { Values, Version } from "./scorm";
import { localTime, timespan } from "./session-time";
import { identifier, isNumeric, line, scoreValues } from "./wording";

/** One sign per choice; that many it can tell apart. */
const SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789";
/** Signs that CMIFeedback holds. */
const LONGEST = 255;

export const SCORM_12: Version = {
  api: "API",
  calls: { prefix: "LMS", finish: "Finish" },
  room: 4096,
  core: "cmi.core.",
  mode: "lesson_mode",
  learner: "student_id",
  statuses: ["lesson_status"],
  status: ({ status }) => [["lesson_status", status]],
  score: scoreValues,
  timespan,
  id: identifier,
  chosen,
  typed,
  time: (at) => ["time", localTime(at).slice(11)],
  response: "student_response",
  wrong: "wrong",
  about: () => [],
  objective,
};

/** More choices than signs: their numbers, counted from 1, as a text. */
function chosen({ of, chosen: places, right }: ChosenAnswer): Worded {
  const signs = of <= SIGNS.length;
  const name = (place: number): string => (signs ? SIGNS.charAt(place) : String(place + 1));
  const word = (set: readonly number[]): string => line(joined(set, name, ","), LONGEST);
  return { type: signs ? "choice" : "fill-in", response: word(places), right: right.map(word) };
}

/** A range is no CMIDecimal: it makes the question one with a text. */
function typed(answer: TypedAnswer): Worded {
  const right = answer.right.map((each) => line(typeof each === "string" ? each : `${each.low}:${each.high}`, LONGEST));
  const numeric = isNumeric(answer) && answer.right.every((each) => typeof each === "string");
  return { type: numeric ? "numeric" : "fill-in", response: line(answer.typed, LONGEST), right };
}

/** An outcome nobody has begun has neither status ("not attempted" is the LMS's word) nor score. */
function objective({ score, progress }: Objective): Values {
  if (progress === 0 && !score) return [];
  const status = score === 1000 ? "passed" : progress === 1000 ? "completed" : "incomplete";
  return [...(score === null ? [] : scoreValues(score)), ["status", status]];
}
