/** Grading as Open edX's capa does it; the expected values were worked out from its source (responsetypes, util). */

import { beforeAll, describe, expect, test } from "vitest";
import { complaintAbout, gradeResponse, registerGraders } from "../../scorm_export/player/graders";
import { readFormula, readValue, valueOf } from "../../scorm_export/player/graders/arithmetic";
import { calculating } from "../../scorm_export/player/graders/calculating";
import { real } from "../../scorm_export/player/graders/value";
import type { ChoiceResponse, FormulaResponse, ImageResponse, NumberResponse, TextResponse } from "../../scorm_export/player/package";

beforeAll(() => registerGraders(calculating));

const base = { id: "1", label: "", descriptions: [] };
const choice = (id: string, correct: boolean, hint = "", hintUnselected = "") => ({ id, html: id, correct, hint, hintUnselected });

const multiple: ChoiceResponse = {
  ...base,
  kind: "multiple",
  choices: [choice("a", true, "a!", "a?"), choice("b", true), choice("c", false, "c!")],
  compound: [{ choices: ["c", "b"], hint: "b with c" }],
};
const single: ChoiceResponse = { ...base, kind: "single", choices: [choice("a", false, "not a"), choice("b", true, "b it is")] };

test("single choice with two right ones: either is right, as in capa", () => {
  const twoRight: ChoiceResponse = { ...base, kind: "single", choices: [choice("a", true), choice("b", true), choice("c", false)] };
  expect(["a", "b", "c"].map((id) => gradeResponse(twoRight, id).correct)).toEqual([true, true, false]);
});

describe("choices", () => {
  test.each<[string, ChoiceResponse, string | string[], boolean, string[]]>([
    ["the right one", single, "b", true, ["b it is"]],
    ["a wrong one", single, "a", false, ["not a"]],
    ["exactly the right set", multiple, ["b", "a"], true, ["a!"]],
    ["no partial credit", multiple, ["b"], false, ["a?"]],
    ["one too many", multiple, ["a", "b", "c"], false, ["a!", "c!"]],
    ["a compound hint replaces the single ones", multiple, ["b", "c"], false, ["b with c"]],
  ])("%s", (_name, response, answer, correct, feedback) => {
    expect(gradeResponse(response, answer)).toEqual({ correct, feedback });
  });
});

const value = (right: string, tolerance: string, percent: boolean): NumberResponse => ({
  ...base,
  kind: "number",
  answers: [{ value: right, tolerance, percent, hint: "" }],
});
const range = (low: string, high: string, lowOpen: boolean, highOpen: boolean): NumberResponse => ({
  ...base,
  kind: "number",
  answers: [{ low, high, lowOpen, highOpen, hint: "" }],
});

describe("numbers", () => {
  test.each<[NumberResponse, string, boolean]>([
    [value("42", "0.001", true), "42", true],
    [value("42", "0.001", true), "42.0004", true],
    [value("42", "0.001", true), "42.0005", false],
    [value("0", "0.001", true), "0", true],
    [value("0", "0.001", true), "0.0000001", false],
    [value("10", "5", true), "10.5", true],
    [value("10", "5", true), "9.5", true],
    [value("10", "5", true), "10.51", false],
    [value("10", "0.1", false), "10.1", true],
    [value("10", "0.1", false), "9.9", true],
    [value("10", "0.1", false), "10.11", false],
    [value("0.3", "0", false), "0.1+0.2", false],
    [value("-40", "0", false), "\u221240", true],
    [value("900", "0", false), " 9e2 ", true],
    [value("0.5", "0", false), "1/2", true],
    [value("0.5", "0", false), "50%", true],
    [value("4700", "0", false), "4.7k", false],
    [value("0.6", "0", false), "60 %", true],
    [value("12", "0", false), "3*-2^2", true],
    [value("-4", "0", false), "-2^2", true],
    [value("-40", "0", false), "---40", false],
    [range("2", "5", false, true), "2", true],
    [range("2", "5", false, true), "5", false],
    [range("2", "5", true, false), "2", false],
    [range("2", "5", true, false), "5", true],
    [range("2", "5", true, true), "4.999", true],
    [range("2", "5", true, true), "5.001", false],
  ])("%#: %j of %s is %s", (response, typed, correct) => {
    expect(gradeResponse(response, typed).correct).toBe(correct);
  });

  test.each([
    ["2*(1+1)^2", 8], ["-2^2", -4], ["2^-1", 0.5], ["2^3^2", 512], [".5", 0.5], ["5.", 5], ["+3", 3], ["3 * 4", 12],
    ["sqrt(16)", 4], ["SIN(0)", 0], ["fact(5)", 120], ["6||3", 2], ["2*pi/PI", 2], ["1 e 2", 100], ["abs(-3)", 3], ["1/sin(0)", Infinity],
    ["1,5", null], ["1 000", null], ["", null], ["abc", null], ["3/0", null], ["(1", null], ["5 €", null], ["2pi", null],
    ["fact(2.5)", null], ["fact(-1)", null], ["4k", null], ["log(10)", null], ["constructor(1)", null], ["3*-x", null], ["(".repeat(90), null],
  ])("%s reads as %s", (typed, number) => {
    expect(readValue(typed)?.re ?? null).toBe(number);
  });

  test.each([
    ["sqrt(-4)", 0, 2], ["i*i", -1, 0], ["(-8)^(1/3)", 1, Math.sqrt(3)], ["ln(-1)", 0, Math.PI], ["arcsin(2)", Math.PI / 2, 1.3169578969],
    ["3+4*j", 3, 4], ["exp(i*pi)", -1, 0], ["1/(1+i)", 0.5, -0.5],
  ])("%s is complex", (typed, re, im) => {
    const value = readValue(typed);
    expect(value?.re).toBeCloseTo(re, 9);
    expect(value?.im).toBeCloseTo(im, 9);
  });

  test("names of variables may have indices, and case may matter", () => {
    const at = (text: string, variables: string[], caseSensitive = false): number | null =>
      valueOf(readFormula(text, { variables, caseSensitive }), variables.map((_, index) => real(index + 2)))?.re ?? null;
    expect(at("x_{1}^{2}+y'", ["x_{1}^{2}", "y'"])).toBe(5);
    expect([at("R*r", ["R", "r"], true), at("X", ["x"]), at("X", ["x"], true), at("e", ["e"])]).toEqual([6, 2, null, 2]);
  });
});

describe("parts of the points", () => {
  const part = (response: Parameters<typeof gradeResponse>[0], answer: string | string[]) => gradeResponse(response, answer).partial;
  const boxes = (partial: "edc" | "halves", right: string): ChoiceResponse => ({
    ...base, kind: "multiple", partial, choices: [..."abcdef"].map((id) => choice(id, right.includes(id))),
  });

  test("every decision counts, to two decimals", () => {
    expect(part(boxes("edc", "abc"), ["a", "b"])).toEqual([83, 100]);
    expect(part(boxes("edc", "abc"), ["d", "e", "f"])).toBeUndefined();
    expect(gradeResponse(boxes("edc", "abc"), ["a", "b", "c"])).toEqual({ correct: true, feedback: [] });
  });

  test("halves: half for one mistake, a quarter for two", () => {
    expect([["a"], ["a", "b", "d"], ["d"], []].map((answer) => part(boxes("halves", "ab"), answer))).toEqual([[1, 2], [1, 2], undefined, undefined]);
    expect(part(boxes("halves", "ab"), ["a", "c"])).toEqual([1, 4]);
  });

  test("points: what the author gives a choice", () => {
    const response: ChoiceResponse = { ...base, kind: "single", partial: "points", choices: [choice("a", true), { ...choice("b", false), share: [1, 4] }] };
    expect(gradeResponse(response, "b")).toEqual({ correct: false, partial: [1, 4], feedback: [] });
  });

  test("numbers: near, and one of a list", () => {
    const near: NumberResponse = { ...value("100", "5", true), partial: { list: ["50"], close: true, range: 2 } };
    expect(["105", "109", "50", "54", "70"].map((typed) => part(near, typed))).toEqual([undefined, [1, 2], [1, 2], [1, 4], undefined]);
  });
});

describe("formulas and pictures", () => {
  const formula: FormulaResponse = {
    ...base, kind: "formula", caseSensitive: false, tolerance: "0.001", percent: true, answer: "x^2+1", variables: ["x"], samples: [[1.5], [2.5]],
    hints: [{ answer: "x^2", variables: ["x"], samples: [[1.5], [2.5]], hint: "and one" }],
  };
  test.each([["1+X*x", true, []], ["x^2", false, ["and one"]], ["(x+i)*(x-i)", true, []]])("%s", (typed, correct, feedback) => {
    expect(gradeResponse(formula, typed)).toEqual({ correct, feedback });
  });
  test.each([["y+1", "not-a-formula"], ["x+", "not-a-formula"], ["1/(x-x)", "not-a-formula"], ["x", null], [" ", "empty"]])("%s: %s", (typed, complaint) => {
    expect(complaintAbout(formula, typed)).toBe(complaint);
  });

  const image: ImageResponse = {
    ...base, kind: "image", src: "a.png", alt: "", width: 100, height: 100,
    areas: [{ kind: "rectangle", x1: 0, y1: 0, x2: 10, y2: 10 }, { kind: "region", points: [[50, 50], [90, 50], [90, 90]] }],
  };
  test.each([["[10,10]", true], ["[11,10]", false], ["[80,60]", true], ["[70,50]", false], ["[60,80]", false]])("%s: %s", (typed, correct) => {
    expect(gradeResponse(image, typed).correct).toBe(correct);
  });
});

describe("texts", () => {
  const text = (ignoreCase: boolean): TextResponse => ({
    ...base,
    kind: "text",
    ignoreCase,
    answers: [{ text: "Stop", hint: "yes" }, { text: "Halt", hint: "" }],
    hints: [{ text: "start", hint: "the green one" }],
  });
  test.each<[boolean, string, boolean, string[]]>([
    [true, "  sTOP\u00a0", true, ["yes"]],
    [false, "Stop", true, ["yes"]],
    [false, "stop", false, []],
    [true, "HALT", true, []],
    [true, "Start", false, ["the green one"]],
    [true, "St op", false, []],
  ])("ignore case %s: %j → %s", (ignoreCase, typed, correct, feedback) => {
    expect(gradeResponse(text(ignoreCase), typed)).toEqual({ correct, feedback });
  });
});

test("a regular expression in one piece: what stands between the ends may stand anywhere, as in capa", () => {
  const response: TextResponse = {
    ...base, kind: "text", ignoreCase: true, pattern: "^(?:red)|blue|green$", answers: [{ text: "red", hint: "warm" }, { text: "blue", hint: "" }],
    hints: [{ text: ".*e.*", regexp: true, hint: "an e" }],
  };
  const said = ["RED", "red!", "a blue car", "greenish"].map((typed) => gradeResponse(response, typed));
  expect(said.map(({ correct }) => correct)).toEqual([true, true, true, false]);
  expect(said.map(({ feedback }) => feedback)).toEqual([["warm"], ["an e"], ["an e"], ["an e"]]);
});

describe("what is not taken as an attempt", () => {
  const text: TextResponse = { ...base, kind: "text", ignoreCase: true, answers: [], hints: [] };
  const noneRight: ChoiceResponse = { ...base, kind: "multiple", choices: [choice("a", false)] };
  test.each([
    ["nothing chosen", single, undefined, "empty"],
    ["nothing ticked", multiple, [], "empty"],
    ["nothing ticked where nothing is right: Open edX takes no such answer either", noneRight, [], "empty"],
    ["blanks", text, "  ", "empty"],
    ["80 characters beyond the basic plane", text, "😀".repeat(80), null],
    ["81 characters", text, "x".repeat(81), "too-long"],
    ["a decimal comma", value("1", "0", false), "1,5", "not-a-number"],
    ["a number", value("1", "0", false), "7", null],
  ])("%s", (_name, response, answer, complaint) => {
    expect(complaintAbout(response, answer)).toBe(complaint);
  });
});
