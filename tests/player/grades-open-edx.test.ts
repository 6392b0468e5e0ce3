/** Grades that a model of Open edX gives to generated answer sheets (tests/conformance/open_edx_grades.py). */

import { describe, expect, test } from "vitest";
import { gradeOf, subsectionPercent } from "../../scorm_export/player/grade";
import type { LeafRecord } from "../../scorm_export/player/learner";
import type { Fraction, Leaf, Outline } from "../../scorm_export/player/package";
import { statusOf } from "../../scorm_export/player/status";
import { course, leaf, learner } from "./course";
import stored from "./fixtures/grades.json?raw";

type Block = [kind: "problem" | "block" | "never", responses: number, weight: number | null];
type Sheet = [answers: string, percents: (number | null)[], percent: number, letter: string | null, passed: 0 | 1];
interface Kept {
  assignments: [type: string, weight: number, minCount: number, dropCount: number][];
  passing: number;
  subsections: [graded: 0 | 1, format: string | null, blocks: Block[]][];
  sheets: Sheet[];
}

const kept = JSON.parse(stored) as Kept[];
const PARTS: Record<string, Fraction> = { a: [1, 2], b: [67, 100], c: [33, 100], d: [1, 3], e: [1, 10], f: [7, 10], g: [1, 8] };

function leafOf([kind, responses, weight]: Block, id: string): Leaf {
  if (kind === "never") return leaf(id, "never");
  return leaf(id, kind === "block" ? "block" : "submit", Math.round((weight ?? responses) * 1000));
}

function outlineOf({ assignments, passing, subsections }: Kept): Outline {
  const types = assignments.map(([type, weight, minCount, dropCount]) => ({ type, weight, minCount, dropCount }));
  const made = subsections.map(([graded, format, blocks], place) => {
    const leaves = blocks.map((block, index) => leafOf(block, `problem/${place}-${index}`));
    return { id: `sequential/${place}`, title: "", graded: graded === 1, format, units: [{ id: `vertical/${place}`, title: "", file: "", leaves }] };
  });
  return course({ grading: { graded: true, assignments: types, passing }, sections: [{ id: "chapter/c", title: "", subsections: made }] });
}

function recordOf(answer: string): LeafRecord {
  if (answer.startsWith("#")) return { kind: "block", state: null, notes: {}, score: Number(answer.slice(1)), complete: false };
  const signs = [...answer];
  const partial = Object.fromEntries(signs.flatMap((sign, place) => (PARTS[sign] ? [[place, PARTS[sign]]] : [])));
  return { kind: "problem", answers: {}, attempts: 1, correct: signs.map((sign) => sign === "1"), partial };
}

function learnerOf(answers: string): ReturnType<typeof learner> {
  const records = answers.split(";").flatMap((sheet, place) =>
    sheet.split(" ").flatMap((answer, index) => (answer === "-" || answer === "" ? [] : [[`problem/${place}-${index}`, recordOf(answer)]])),
  );
  return learner(Object.fromEntries(records) as Record<string, LeafRecord>);
}

function graded(outline: Outline, answers: string): Omit<Sheet, 0> {
  const here = learnerOf(answers);
  const percents = outline.sections[0]!.subsections.map((each) => subsectionPercent(each, here));
  const grade = gradeOf(outline, here);
  const figures = { graded: true, progress: 0, grade, passing: outline.grading.passing, gatesPassed: true, reportFailed: false };
  return [percents, grade, statusOf(figures, "incomplete") === "passed" ? 1 : 0] as unknown as Omit<Sheet, 0>;
}

test("there are at least two thousand sheets", () => {
  expect(kept.flatMap(({ sheets }) => sheets).length).toBeGreaterThanOrEqual(2000);
});

describe.each(kept.map((each, index) => ({ ...each, index })))("course $index", (one) => {
  const outline = outlineOf(one);
  test("every sheet has Open edX's subsections, course grade and “passed”", () => {
    const mine = one.sheets.map(([answers]) => [answers, graded(outline, answers)]);
    const theirs = one.sheets.map(([answers, percents, percent, , passed]) => [
      answers,
      // A package never tells an LMS more than 100 %.
      [percents.map((each) => (each === null ? null : each / 10000)), Math.min(1000, percent * 10), passed],
    ]);
    expect(mine).toEqual(theirs);
  });
});
