/** Grading as Open edX's capa does it; the expected values were worked out from its source (responsetypes, util). */

import { describe, expect, test } from "vitest";
import { complaintAbout, gradeResponse } from "../../scorm_export/player/graders";
import { readNumber } from "../../scorm_export/player/graders/arithmetic";
import type { ChoiceResponse, NumberResponse, TextResponse } from "../../scorm_export/player/package";

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
    ["1,5", null], ["1 000", null], ["", null], ["abc", null], ["3/0", null], ["1e400", null], ["(1", null], ["5 €", null],
  ])("%s reads as %s", (typed, number) => {
    expect(readNumber(typed)).toBe(number);
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
