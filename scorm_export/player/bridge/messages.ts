/** AGS scores with evidence, as a package sends them (contracts 4, 5 and 8). */

import type { Json } from "../../../frontend/host";
import type { GatePassed } from "../learner";
import type { Standing } from "../standing";

export const EVIDENCE = "https://w3id.org/blended-mobility/evidence";

/** Snapshots: the newest per block counts. Everything else happened once and is never collapsed. */
const SNAPSHOTS = ["checklist.state"];

/** What happened, with the block it happened in and when (ISO 8601 with Z). Never free text. */
export interface BlockEvidence {
  type: string;
  v: number;
  block: string;
  at: string;
  data: { [key: string]: Json };
}

export interface ScoreMessage {
  timestamp: string;
  activityProgress: "InProgress" | "Completed";
  gradingProgress: "FullyGraded";
  scoreGiven: number;
  scoreMaximum: 1000;
  [EVIDENCE]?: BlockEvidence[];
}

/** A message and the line item (its tag) it goes to. */
export interface Report {
  lineitem: string;
  score: ScoreMessage;
}

export const isSnapshot = (evidence: BlockEvidence): boolean => SNAPSHOTS.includes(evidence.type);
export const evidenceOf = (report: Report): BlockEvidence[] => report.score[EVIDENCE] ?? [];

/** A score per mille for one line item. `now`: ISO 8601 with milliseconds and Z. */
export function report(lineitem: string, value: number, complete: boolean, now: string, evidence: BlockEvidence[] = []): Report {
  return {
    lineitem,
    score: {
      timestamp: now,
      activityProgress: complete ? "Completed" : "InProgress",
      gradingProgress: "FullyGraded",
      scoreGiven: value,
      scoreMaximum: 1000,
      ...(evidence.length > 0 && { [EVIDENCE]: evidence }),
    },
  };
}

/** What the record has been told, or will be by what waits in the queue. */
export interface Told {
  /** Line item → per mille. */
  values: Readonly<Record<string, number>>;
  /** Gates whose passing was told. */
  passes: readonly string[];
}

/** A gate, its block, and how it was passed. */
export interface GatePass {
  block: string;
  passed: GatePassed | undefined;
}

/** The messages that bring the record from `told` to `standing`. */
export function differences(
  standing: Standing,
  passes: Readonly<Record<string, GatePass>>,
  told: Told,
  now: string,
  snapshots: BlockEvidence[] = [],
): Report[] {
  const complete = standing.progress === 1000;
  const reports: Report[] = [];
  if (snapshots.length > 0 || told.values["progress"] !== standing.progress) {
    reports.push(report("progress", standing.progress, complete, now, snapshots));
  }
  if (standing.grade !== null && told.values["grade"] !== standing.grade) {
    reports.push(report("grade", standing.grade, complete, now));
  }
  for (const { id, score, passed } of standing.gates) {
    const pass = passes[id];
    const news = passed && pass && !told.passes.includes(id) ? [passedEvidence(pass)] : [];
    if (news.length > 0 || told.values[`gate:${id}`] !== score) {
      reports.push(report(`gate:${id}`, score, passed, now, news));
    }
  }
  return reports;
}

function passedEvidence({ block, passed }: GatePass): BlockEvidence {
  const { at = 0, score = 0, attempts = 0 } = passed ?? {};
  const time = new Date(at * 1000).toISOString().replace(/\.\d+Z$/, "Z");
  return { type: "check.passed", v: 1, block, at: time, data: { score, attempts } };
}
