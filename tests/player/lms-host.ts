/** LMSs to test against: scorm-again's APIs, every call noted, with the checks strict LMSs make and scorm-again does not. */

import * as again12 from "scorm-again/scorm12";
import * as again2004 from "scorm-again/scorm2004";
import { afterEach, expect } from "vitest";
import type { Interaction, Keeping, Objective } from "../../scorm_export/player/lms/lms";
import type { Api } from "../../scorm_export/player/lms/run-time";
import { Scorm, type Version } from "../../scorm_export/player/lms/scorm";
import { SCORM_12 } from "../../scorm_export/player/lms/scorm12";
import { SCORM_2004 } from "../../scorm_export/player/lms/scorm2004";

export type Call = [name: string, ...rest: string[]];
/** What an LMS answers instead of scorm-again; undefined: nothing of its own. */
export type Answers = (call: Call) => string | undefined;

/** Their types promise a default export, the modules have these. */
const { Scorm12API } = again12 as unknown as { Scorm12API: new (settings: object) => unknown };
const { Scorm2004API } = again2004 as unknown as { Scorm2004API: new (settings: object) => unknown };
type Real = Record<string, (...args: string[]) => unknown> & { loadFromJSON(json: unknown, path: string): void };

/** What strict Moodle, Canvas or the specification refuse and scorm-again lets through: element → the whole value. */
const STRICT_12: [RegExp, RegExp][] = [
  [/^cmi\.suspend_data$/, /^[\x20-\x7e]{0,4096}$/],
  [/\.id$/, /^[A-Za-z0-9_]{1,255}$/],
  [/\.(student_response|pattern)$/, /^.{0,255}$/],
  [/^cmi\.interactions\.\d+\.time$/, /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/],
  [/\.(latency|session_time)$/, /^\d{2,4}:[0-5]\d:[0-5]\d\.\d\d$/],
  [/\.(raw|min|max|weighting)$/, /^-?\d{1,5}(\.\d{1,7})?$/],
  [/\.result$/, /^(correct|wrong|unanticipated|neutral)$/],
  [/\.type$/, /^(choice|numeric|fill-in)$/],
];
const STRICT_2004: [RegExp, RegExp][] = [
  [/\.id$/, /^[^\s{}"]{0,3999}[A-Za-z0-9]$/],
  [/\.timestamp$/, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/],
  [/\.(latency|session_time)$/, /^PT\d+H\d+M\d+(\.\d\d)?S$/],
  [/\.(raw|min|max|weighting|scaled|progress_measure)$/, /^-?\d{1,5}(\.\d{1,7})?$/],
  [/\.description$/, /^.{0,250}$/],
  [/\.result$/, /^(correct|incorrect)$/],
];

type Calls = "Initialize" | "GetValue" | "SetValue" | "Commit" | "Finish" | "GetLastError";

function nameOf({ calls }: Version, call: Calls): string {
  return calls.prefix + (call === "Finish" ? calls.finish : call);
}

/** The calls an LMS has heard, in order. */
export class Heard {
  calls: Call[] = [];
  constructor(readonly version: Version) {}

  name(call: Calls): string {
    return nameOf(this.version, call);
  }

  sets(): [element: string, value: string][] {
    return this.calls.filter(([name]) => name === this.name("SetValue")).map(([, element = "", value = ""]) => [element, value]);
  }

  elements(): string[] {
    return this.sets().map(([element]) => element);
  }

  values(): Record<string, string> {
    return Object.fromEntries(this.sets());
  }

  gets(): string[] {
    return this.calls.filter(([name]) => name === this.name("GetValue")).map(([, element = ""]) => element);
  }

  count(call: Calls): number {
    return this.calls.filter(([each]) => each === this.name(call)).length;
  }
}

/** An LMS with `cmi` as it was left; `answers` overrides what a call answers. */
export function host(version: Version, cmi: object = {}, answers: Answers = () => undefined): { api: Api; heard: Heard } {
  const heard = new Heard(version);
  const settings = { autocommit: false, logLevel: 5 };
  const real = (version === SCORM_12 ? new Scorm12API(settings) : new Scorm2004API(settings)) as Real;
  real.loadFromJSON(cmi, "cmi");
  const call = (name: string, args: string[]): string => {
    heard.calls.push([name, ...args]);
    const answer = answers([name, ...args]);
    if (answer !== undefined) return answer;
    const said = String(real[name]?.(...args));
    if (name === heard.name("SetValue")) accepted(version, args, String(real[heard.name("GetLastError")]?.()));
    return said;
  };
  const names = (["Initialize", "GetValue", "SetValue", "Commit", "Finish", "GetLastError"] as const).map((each) => heard.name(each));
  const api = Object.fromEntries(names.map((name) => [name, (...args: string[]) => call(name, args)]));
  return { api, heard };
}

/** What was wrong with what LMSs were told. The adapter takes an exception for a no: each test ends with this instead. */
const complaints: string[] = [];

afterEach(() => {
  expect(complaints.splice(0)).toEqual([]);
});

function accepted(version: Version, [element = "", value = ""]: string[], error: string): void {
  if (error !== "0") complaints.push(`${element} = ${value}: error ${error}`);
  for (const [where, what] of version === SCORM_12 ? STRICT_12 : STRICT_2004) {
    if (where.test(element) && !what.test(value)) complaints.push(`${element} = ${value}: not ${String(what)}`);
  }
}

/** An adapter whose session has begun, with the calls of the opening forgotten. */
export function begun(version: Version, answers?: Answers, cmi: object = fresh(version), clock = (): number => 0): { lms: Scorm; heard: Heard } {
  const { api, heard } = host(version, cmi, answers);
  const lms = Scorm.begin(api, version, clock)!;
  lms.open();
  heard.calls = [];
  return { lms, heard };
}

/** What an LMS holds for a learner who comes for the first time. */
export function fresh(version: Version, changes: object = {}): object {
  if (version === SCORM_12) return { core: { student_id: "amy", lesson_mode: "normal", credit: "credit", ...changes } };
  return { learner_id: "amy", mode: "normal", credit: "credit", ...changes };
}

export function keeping(changes: Partial<Keeping> = {}): Keeping {
  return { state: "1.0.x", status: "incomplete", grade: null, progress: 0, interactions: [], objectives: [], ...changes };
}

export function interaction(changes: Partial<Interaction> = {}): Interaction {
  return {
    leaf: "problem/q1", response: null, description: "What now?", correct: true, weight: 1000,
    answer: { kind: "choice", of: 3, chosen: [0, 2], right: [[0, 2]] },
    at: new Date(2027, 1, 11, 9, 4, 31, 250).getTime(), latency: 61234, outcomes: ["LO4"], ...changes,
  };
}

export function objective(changes: Partial<Objective> = {}): Objective {
  return { id: "LO4", text: "apply basic safety rules", score: 500, progress: 500, moved: true, ...changes };
}

export const BOTH: [string, Version][] = [["SCORM 1.2", SCORM_12], ["SCORM 2004", SCORM_2004]];
