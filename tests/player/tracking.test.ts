/** Progress, grade, gates and status exactly as contract 3 says. */

import { describe, expect, test } from "vitest";
import { lockedBy } from "../../scorm_export/player/gates";
import { assignmentPercent, gradeOf, roundHalfEven, subsectionPercent } from "../../scorm_export/player/grade";
import type { LeafRecord } from "../../scorm_export/player/learner";
import { places } from "../../scorm_export/player/outline";
import type { AssignmentType, Subsection } from "../../scorm_export/player/package";
import { perMille } from "../../scorm_export/player/ratio";
import { blockScore, reaches } from "../../scorm_export/player/score";
import { settle, standingOf } from "../../scorm_export/player/standing";
import { rawScore, statusOf } from "../../scorm_export/player/status";
import { attempted, course, leaf, learner, SEEN } from "./course";

const NOW = "2027-02-11T18:04:31.250Z";
const CHECKLIST = { kind: "block", state: {}, notes: {}, score: 1000, complete: true } as const;

test.each([[0, 3, 0], [1, 3, 333], [2, 3, 667], [1, 2, 500], [1, 2000, 1], [1, 2001, 0], [1999, 2000, 999], [3, 3, 1000], [1, 0, 0]])(
  "%i of %i is %i per mille",
  (part, whole, expected) => expect(perMille(part, whole)).toBe(expected),
);

test("progress counts only leaves that can be completed", () => {
  expect(standingOf(course(), learner({ "html/a": SEEN })).progress).toBe(333);
  expect(standingOf(course(), learner({ "html/a": SEEN, "problem/q": attempted(false), "openassessment/x": SEEN })).progress).toBe(667);
});

describe("grade", () => {
  const subsection = (points: number[]): Subsection => ({
    id: "s", title: "", graded: true, format: "Check",
    units: [{ id: "u", title: "", file: "", leaves: points.map((each, index) => leaf(`problem/${index}`, "submit", each)) }],
  });
  test.each<[number[], boolean[][], number | null]>([
    [[1000, 1000, 1000], [[true], [false], [false]], 0.3333],
    [[1000, 1000, 1000], [[true], [true], [false]], 0.6667],
    [[1000, 3000], [[false], [true]], 0.75],
    [[2000], [[true, false, false]], 0.3333],
    [[1000, 31000], [[true], [false]], 0.0312],
    [[3000, 29000], [[true], [false]], 0.0938],
    [[0], [[true]], null],
    [[], [], null],
  ])("subsection of %j with %j: %s (four decimals, halves to even, as in Open edX)", (points, correct, expected) => {
    const done = Object.fromEntries(correct.map((each, index) => [`problem/${index}`, attempted(...each)]));
    expect(subsectionPercent(subsection(points), learner(done))).toBe(expected);
  });

  test("without a weight, parts of points are added as they are: times three, by three would give 0.0437", () => {
    const parts = { ...attempted(false, false, false), partial: { 0: [1, 2], 1: [1, 10], 2: [1, 10] } } satisfies LeafRecord;
    expect(subsectionPercent(subsection([3000, 13000]), learner({ "problem/0": parts }))).toBe(0.0438);
  });

  const type = (changes: Partial<AssignmentType>): AssignmentType => ({ type: "Check", weight: 1000, minCount: 0, dropCount: 0, ...changes });
  test.each<[Partial<AssignmentType>, number[], number]>([
    [{}, [0.5, 1], 0.75],
    [{ minCount: 4 }, [1, 1], 0.5],
    [{ dropCount: 1 }, [0.2, 1, 0.8], 0.9],
    [{ dropCount: 1, minCount: 3 }, [0.5, 1], 0.75],
    [{ dropCount: 2 }, [1], 0],
    [{}, [], 0],
  ])("assignments %j of %j: %s", (changes, scores, expected) => {
    expect(assignmentPercent(type(changes), scores)).toBe(expected);
  });

  test("the course grade is a whole per cent, rounded with Open edX's + 0.05", () => {
    const half = { type: "Check", weight: 455, minCount: 1, dropCount: 0 };
    const outline = course({ grading: { graded: true, assignments: [half], passing: 500 } });
    expect(gradeOf(outline, learner({ "problem/q": attempted(true) }))).toBe(460);
    expect(gradeOf(course(), learner({ "problem/q": attempted(true, false) }))).toBe(500);
    expect(gradeOf(course(), learner({}))).toBe(0);
  });

  test.each([[0.5, 0], [1.5, 2], [2.5, 2], [2.4, 2], [2.6, 3], [62.5, 62]])("Python rounds %d to %i", (value, expected) =>
    expect(roundHalfEven(value)).toBe(expected),
  );
});

describe("gates", () => {
  const third = places(course())[2]!;
  test("closed until the block's own score is reached, then open for good", () => {
    const wrong = settle(course(), learner({ "problem/q": attempted(true, false) }), NOW);
    expect(lockedBy(course(), third, wrong)?.id).toBe("safe");
    const right = settle(course(), learner({ "problem/q": { ...attempted(true, true), attempts: 3 } }), NOW);
    expect(right.gates).toEqual({ safe: { at: 1802369071, score: 1000, attempts: 3 } });
    expect(lockedBy(course(), third, right)).toBeUndefined();
    const again = settle(course(), { ...right, leaves: { "problem/q": attempted(false, false) } }, NOW);
    expect(again.gates).toEqual(right.gates);
    expect(standingOf(course(), again).gates).toEqual([{ id: "safe", score: 1000, passed: true }]);
  });

  test("its line item is 1000 exactly when it is passed, whatever its minimum", () => {
    const gates = [{ id: "safe", block: "sequential/check", minimum: 500, locks: [], why: "" }];
    const half = settle(course({ gates }), learner({ "problem/q": attempted(true, false) }), NOW);
    expect(standingOf(course({ gates }), half).gates).toEqual([{ id: "safe", score: 1000, passed: true }]);
    expect(half.gates["safe"]).toMatchObject({ score: 500 });
    const closed = standingOf(course({ gates: [{ ...gates[0]!, minimum: 501 }] }), learner({ "problem/q": attempted(true, false) }));
    expect(closed.gates).toEqual([{ id: "safe", score: 500, passed: false }]);
  });

  test("compares without rounding: 666 per mille is more than two thirds of 999", () => {
    expect(reaches(course(), "problem/q", 667, learner({ "problem/q": attempted(true, true, false) }))).toBe(false);
    expect(reaches(course(), "problem/q", 666, learner({ "problem/q": attempted(true, true, false) }))).toBe(true);
    expect(blockScore(course(), "problem/q", learner({ "problem/q": attempted(true, true, false) }))).toBe(667);
  });

  test("a block without points gates by its own score, text by being read", () => {
    expect(blockScore(course(), "mobility_checklist/c", learner({ "mobility_checklist/c": { ...CHECKLIST, score: 640 } }))).toBe(640);
    expect(blockScore(course(), "sequential/learn", learner({ "html/a": SEEN }))).toBe(1000);
    expect(blockScore(course(), "sequential/gone", learner({}))).toBe(0);
  });
});

describe("status", () => {
  const figures = { graded: true, progress: 0, grade: 0, passing: 600, gatesPassed: false, reportFailed: false };
  test.each([
    [{ grade: 600, gatesPassed: true }, "incomplete", "passed"],
    [{ grade: 1000, gatesPassed: false }, "incomplete", "incomplete"],
    [{ grade: 590, gatesPassed: true, progress: 1000 }, "incomplete", "incomplete"],
    [{ grade: 590, gatesPassed: true, progress: 1000, reportFailed: true }, "incomplete", "failed"],
    [{ grade: 590, progress: 900, reportFailed: true }, "incomplete", "incomplete"],
    [{ grade: 700, gatesPassed: true, reportFailed: true }, "failed", "passed"],
    [{ grade: 0 }, "passed", "passed"],
    [{ grade: 0 }, "completed", "completed"],
    [{ grade: 600, gatesPassed: true }, "completed", "passed"],
    [{ graded: false, progress: 1000, gatesPassed: true }, "incomplete", "completed"],
    [{ graded: false, progress: 1000, gatesPassed: false }, "incomplete", "incomplete"],
    [{ graded: false, progress: 999, gatesPassed: true }, "incomplete", "incomplete"],
    [{ graded: false, progress: 500 }, "completed", "completed"],
  ] as const)("%j after %s: %s", (changes, before, expected) => {
    expect(statusOf({ ...figures, ...changes }, before)).toBe(expected);
  });

  test("the raw score has at most two decimals", () => {
    expect([0, 5, 640, 1000].map(rawScore)).toEqual(["0", "0.5", "64", "100"]);
  });
});
