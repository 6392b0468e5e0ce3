/** What one learner has done in one package: the confirmed state every figure is computed from (contracts 3 and 12). */

import type { Json } from "../../frontend/host";
import type { Fraction } from "./package";

/** Submitted answer of one response: a choice id, several choice ids, or the text as typed. */
export type Answer = string | string[];
export type Answers = Readonly<Record<string, Answer>>;

/** Read or watched to the end. */
export interface Seen {
  kind: "seen";
}

/** A problem after at least one submission; `correct` has one entry per response, in document order. */
export interface Attempted {
  kind: "problem";
  answers: Answers;
  attempts: number;
  correct: readonly boolean[];
  /** Response (its place) → the part of its points that an answer gave which is not quite right. */
  partial?: Readonly<Record<number, Fraction>>;
}

/** One of our blocks: its own state, and what its rules said of it (per mille). */
export interface BlockRecord {
  kind: "block";
  /** Without the learner's own texts. */
  state: Json;
  /** The learner's own texts by the block's names for them; null: kept in a browser, for lack of room in the LMS. */
  notes: Readonly<Record<string, string | null>>;
  score: number | null;
  complete: boolean;
}

/** What was drawn from a pool; it stands under the pool's id. */
export interface Drawn {
  kind: "drawn";
  options: readonly string[];
}

export type LeafRecord = Seen | Attempted | BlockRecord | Drawn;

/** A gate once passed stays passed: when (seconds since 1970), with what score (per mille), after how many attempts. */
export interface GatePassed {
  at: number;
  score: number;
  attempts: number;
}

/** SCORM 1.2's words for `cmi.core.lesson_status`, as far as this player writes them. */
export type Status = "incomplete" | "completed" | "passed" | "failed";

/** The bridge's part (contract 8). It stands in the LMS because browsers wipe their storage. */
export interface BridgeMemory {
  /** Digest of the LMS's learner id; data of another learner is never used. */
  owner: string;
  /** What the learner decided: reports, "not now", or "stop reporting". */
  choice: "reporting" | "skipped" | "stopped";
  device: string;
  token: string;
  refresh: string;
  source: string;
  nextSeq: number;
  /** Day of departure, YYYY-MM-DD. */
  departure: string | null;
  /** Line item → per mille that the record acknowledged last. */
  acknowledged: Readonly<Record<string, number>>;
  /** Gates whose passing the record acknowledged. */
  passes: readonly string[];
  /** Blocks whose newest snapshot the record has not acknowledged yet. */
  unsent: readonly string[];
}

export interface Learner {
  leaves: Readonly<Record<string, LeafRecord>>;
  gates: Readonly<Record<string, GatePassed>>;
  /** Id of the unit shown last. */
  unit: string | null;
  status: Status;
  bridge: BridgeMemory | null;
  /** Digest of the outline this was saved with, and leaves it did not know; see `carry` in carry-over.ts. */
  outline: string;
  gone: readonly string[];
}

export const BEGINNER: Learner = {
  leaves: {},
  gates: {},
  unit: null,
  status: "incomplete",
  bridge: null,
  outline: "",
  gone: [],
};

/** The learner with one leaf's record replaced. */
export function withLeaf(learner: Learner, id: string, record: LeafRecord): Learner {
  return { ...learner, leaves: { ...learner.leaves, [id]: record } };
}
