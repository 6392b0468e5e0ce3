/** What only some questions have: places in a picture, fields in a sentence, new starts, pauses. */

import { describe, expect, test } from "vitest";
import type { Attempted } from "../../scorm_export/player/learner";
import type { ProblemContent, TextResponse } from "../../scorm_export/player/package";
import { attemptsLeft, mayShowAnswer } from "../../scorm_export/player/problem";
import { cornersOf, inside, middle, moved, read, said, shares, spelled } from "../../scorm_export/player/questions/crosshair";
import { runs } from "../../scorm_export/player/questions/flow";
import { type Piece, plainFormula } from "../../scorm_export/player/questions/plain-formula";
import { mayReset, mustReset, reset } from "../../scorm_export/player/questions/reset";
import { noteSubmission, secondsLeft } from "../../scorm_export/player/questions/waiting";
import { attempted, problem } from "./course";

describe("a place in a picture", () => {
  const size = { width: 600, height: 400 };

  test.each([
    ["ArrowRight", false, { x: 304, y: 200 }],
    ["ArrowLeft", false, { x: 296, y: 200 }],
    ["ArrowUp", false, { x: 300, y: 196 }],
    ["ArrowDown", true, { x: 300, y: 240 }],
    ["Enter", false, null],
    ["toString", false, null],
  ])("%s, big %s", (key, big, place) => expect(moved({ x: 300, y: 200 }, key, big, size)).toEqual(place));

  test("a tiny picture moves by single pixels, and nothing leaves the picture", () => {
    expect(moved({ x: 2, y: 2 }, "ArrowLeft", false, { width: 20, height: 20 })).toEqual({ x: 1, y: 2 });
    expect(moved({ x: 599, y: 0 }, "ArrowRight", true, size)).toEqual({ x: 599, y: 0 });
    expect(inside({ x: -4, y: 1e9 }, size)).toEqual({ x: 0, y: 399 });
    expect(inside({ x: 3, y: 3 }, { width: 0, height: 0 })).toEqual({ x: 0, y: 0 });
  });

  test.each([["[380,80]", { x: 380, y: 80 }], ["", null], ["[1.5,2]", null], ["[-1,2]", null], [["[1,2]"], null], [undefined, null], ["[1,2] ", null]])(
    "the answer %j", (answer, place) => expect(read(answer)).toEqual(place),
  );

  test("it is spelled as capa reads it, and said in words", () => {
    expect(spelled({ x: 12, y: 7 })).toBe("[12,7]");
    expect(said({ x: 251, y: 68 }, size)).toBe("42 % from the left, 17 % from the top");
    expect(shares({ x: 599, y: 399 }, size)).toEqual([100, 100]);
    expect(shares({ x: 0, y: 0 }, { width: 1, height: 1 })).toEqual([0, 0]);
  });

  test("the middle of an area is where words point to", () => {
    expect(middle(cornersOf({ kind: "rectangle", x1: 10, y1: 20, x2: 30, y2: 60 }))).toEqual({ x: 20, y: 40 });
    expect(middle(cornersOf({ kind: "region", points: [[0, 0], [30, 0], [0, 30]] }))).toEqual({ x: 10, y: 10 });
    expect(middle([])).toEqual({ x: 0, y: 0 });
  });
});

describe("fields in a sentence", () => {
  const text = (id: string, inline: boolean): TextResponse => ({
    id, kind: "text", label: "", descriptions: [], ignoreCase: true, answers: [], hints: [], ...(inline ? { inline: true as const } : {}),
  });
  const words: ProblemContent["parts"][number] = { kind: "html", html: "<p>and</p>" };

  test.each([
    [[words, text("1", true), words, text("2", true), words], [5]],
    [[words, words, text("1", true)], [1, 2]],
    [[text("1", true), text("2", true)], [2]],
    [[words, text("1", false), words], [1, 1, 1]],
    [[words, text("1", true), text("2", false), words], [2, 1, 1]],
    [[], []],
  ])("runs of %#", (parts, lengths) => expect(runs(parts).map(({ length }) => length)).toEqual(lengths));
});

describe("Start again", () => {
  const tried = (right: boolean, attempts = 1): Attempted => ({ ...attempted(right), attempts });

  test.each<[Partial<ProblemContent>, Attempted | undefined, boolean]>([
    [{ showReset: true }, undefined, false],
    [{ showReset: true }, tried(false), true],
    [{ showReset: true }, tried(true), false],
    [{}, tried(false), false],
    [{ randomize: "onreset" }, tried(true), true],
    [{ randomize: "always" }, tried(false), true],
    [{ randomize: "per_student" }, tried(false), false],
    [{ randomize: "always", maxAttempts: 1 }, tried(false), false],
  ])("%j after %j: %s", (settings, record, may) => expect(mayReset(problem(settings), record)).toBe(may));

  test("the answer and its points go, attempts stay counted", () => {
    const content = problem({ showReset: true, maxAttempts: 3, showAnswer: "answered" });
    const after = reset(content, { ...tried(false, 2), partial: { 0: [1, 2] } });
    expect(after).toEqual({ kind: "problem", answers: {}, attempts: 2, correct: [false] });
    expect(attemptsLeft(content, after!)).toBe(1);
    expect(mayShowAnswer(content, after!)).toBe(false);
    expect(reset(content, after!)).toBeNull();
  });

  test("with a draw for each attempt there is no second one before", () => {
    const content = problem({ randomize: "always" });
    expect(mustReset(content, undefined)).toBe(false);
    expect(mustReset(content, tried(false))).toBe(true);
    expect(mustReset(content, reset(content, tried(false))!)).toBe(false);
    expect(mustReset(problem({ randomize: "onreset" }), tried(false))).toBe(false);
  });
});

test("between two attempts the learner waits as long as the author asks", () => {
  expect(secondsLeft("problem/a", 20, 1000)).toBe(0);
  noteSubmission("problem/a", 1000);
  expect(secondsLeft("problem/a", 20, 1000)).toBe(20);
  expect(secondsLeft("problem/a", 20, 1001)).toBe(20);
  expect(secondsLeft("problem/a", 20, 20999)).toBe(1);
  expect(secondsLeft("problem/a", 20, 21000)).toBe(0);
  expect(secondsLeft("problem/a", 0, 1001)).toBe(0);
  expect(secondsLeft("problem/b", 20, 1001)).toBe(0);
  // A clock that was set back asks for no more than the whole pause.
  expect(secondsLeft("problem/a", 20, 0)).toBe(20);
});

const spelledOut = (pieces: readonly Piece[]): string => pieces.map((piece) => (typeof piece === "string" ? piece : `<${spelledOut(piece.raised)}>`)).join("");

test.each([
  ["m*c^2", "m · c<2>"],
  ["-2^2", "−2<2>"],
  ["2*-x", "2 · −x"],
  ["a - b", "a − b"],
  ["x^-2", "x<−2>"],
  ["x^(2+y)*3", "x<2 + y> · 3"],
  ["2^3^2", "2<3<2>>"],
  ["sqrt(x/2)", "√(x / 2)"],
  ["2*pi*r", "2 · π · r"],
  ["Omega+alpha_1", "Ω + alpha_1"],
  ["1.5e-3+R_1||R_2", "1.5e-3 + R_1 ∥ R_2"],
  ["x^", "x<>"],
  ["x^(2", "x<2>"],
  ["constructor*2", "constructor · 2"],
  ["", ""],
])("the formula %j is shown as %j", (typed, shown) => expect(spelledOut(plainFormula(typed))).toBe(shown));

test("a formula of any length and depth is shown in time", () => {
  expect(spelledOut(plainFormula("(".repeat(5000))).length).toBeLessThan(400);
  expect(spelledOut(plainFormula("^(".repeat(5000)))).toBeTypeOf("string");
});
