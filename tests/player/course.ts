/** A small course for the tests: text, a graded check that is a gate, and a locked checklist. */

import { BEGINNER, type Attempted, type LeafRecord, type Learner } from "../../scorm_export/player/learner";
import type { Leaf, Outline, ProblemContent } from "../../scorm_export/player/package";
import { Words } from "../../scorm_export/player/state";

export function leaf(id: string, complete: Leaf["complete"], points: number | null = null): Leaf {
  return { id, type: id.split("/")[0] ?? "", title: id, complete, points };
}

const unit = (id: string, leaves: Leaf[]) => ({ id: `vertical/${id}`, title: id, file: `content/${id}.js`, leaves });

/** Words of the course below, with the numbers that scorm_export/words.py would give some others. */
const TABLE = Object.fromEntries(
  ["html/a", "problem/q", "mobility_checklist/c", "vertical/u1", "vertical/u2", "vertical/u3", "safe", "progress", "grade", "gate:safe", "items", "note", "done"].map(
    (word, index) => [word, 1 + index * 1000003],
  ),
);
export const WORDS = new Words(TABLE);

export function course(changes: Partial<Outline> = {}): Outline {
  return {
    version: 1,
    course: "BM+APP",
    package: "BM+APP",
    title: "Stay safe",
    language: "en",
    direction: "ltr",
    format: "scorm12",
    reportFailed: false,
    grading: { graded: true, assignments: [{ type: "Check", weight: 1000, minCount: 1, dropCount: 0 }], passing: 600 },
    gates: [{ id: "safe", block: "sequential/check", minimum: 1000, locks: ["chapter/work"], why: "First be safe." }],
    outcomes: [],
    pools: [],
    sections: [
      {
        id: "chapter/safe",
        title: "Stay safe",
        subsections: [
          { id: "sequential/learn", title: "Learn", graded: false, format: null, units: [unit("u1", [leaf("html/a", "view"), leaf("openassessment/x", "never")])] },
          { id: "sequential/check", title: "Check", graded: true, format: "Check", units: [unit("u2", [leaf("problem/q", "submit", 4000)])] },
        ],
      },
      {
        id: "chapter/work",
        title: "Work",
        subsections: [{ id: "sequential/w", title: "Work", graded: false, format: null, units: [unit("u3", [leaf("mobility_checklist/c", "block")])] }],
      },
    ],
    state: { limit: 4096, answers: 1500, words: TABLE },
    ...changes,
  };
}

export const SEEN: LeafRecord = { kind: "seen" };

export function attempted(...correct: boolean[]): Attempted {
  return { kind: "problem", answers: { "1": "choice_0" }, attempts: 1, correct };
}

export function learner(leaves: Record<string, LeafRecord>, changes: Partial<Learner> = {}): Learner {
  return { ...BEGINNER, leaves, ...changes };
}

export function problem(changes: Partial<ProblemContent> = {}): ProblemContent {
  return { id: "problem/q", type: "problem", title: "Q", parts: [], solutions: [], hints: [], maxAttempts: null, showAnswer: "finished", ...changes };
}

/** A random source that gives the same numbers in every run (mulberry32). */
export function dice(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}
