/** What an LMS is told of each answer: neutral facts from a problem, and their words in both versions of SCORM. */

import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../scorm_export/player/interactions";
import type { ChosenAnswer, Interaction, TypedAnswer } from "../../scorm_export/player/lms/lms";
import type { Version } from "../../scorm_export/player/lms/scorm";
import { SCORM_12 } from "../../scorm_export/player/lms/scorm12";
import { SCORM_2004 } from "../../scorm_export/player/lms/scorm2004";
import { decimal, identifier, line, longIdentifier } from "../../scorm_export/player/lms/wording";
import type { NumberResponse, Response } from "../../scorm_export/player/package";
import { plainText } from "../../scorm_export/player/plain-text";
import { submit } from "../../scorm_export/player/problem";
import { problem } from "./course";
import { begun, interaction, keeping } from "./lms-host";

/** Parts of entry 0 as an LMS that takes them was told. */
function told(version: Version, changes: Partial<Interaction>): Record<string, string> {
  const { lms, heard } = begun(version);
  expect(lms.save(keeping({ interactions: [interaction(changes)] }))).toBe(true);
  const parts = heard.sets().filter(([element]) => element.startsWith("cmi.interactions.0."));
  return Object.fromEntries(parts.map(([element, value]) => [element.slice("cmi.interactions.0.".length), value]));
}

const choice = (changes: Partial<ChosenAnswer> = {}): ChosenAnswer => ({ kind: "choice", of: 4, chosen: [2, 0], right: [[0, 2]], ...changes });
const typed = (changes: Partial<TypedAnswer> = {}): TypedAnswer => ({ kind: "fill-in", typed: "yes", right: ["yes"], ignoreCase: true, ...changes });
const number = (text: string, ...right: TypedAnswer["right"]): TypedAnswer => typed({ kind: "numeric", typed: text, right });

describe("SCORM 1.2", () => {
  test("one entry: id, type, outcome, time, right answer, weight, answer, result, latency", () => {
    expect(told(SCORM_12, { answer: choice() })).toEqual({
      "id": "problem_q1", "type": "choice", "objectives.0.id": "LO4", "time": "09:04:31", "correct_responses.0.pattern": "a,c",
      "weighting": "1", "student_response": "a,c", "result": "correct", "latency": "0000:01:01.23",
    });
  });

  test("a wrong answer is wrong, not incorrect", () => expect(told(SCORM_12, { correct: false })["result"]).toBe("wrong"));

  test.each<[string, Interaction["answer"], [string, string, string | undefined]]>([
    ["choices are single signs, in the author's order", choice(), ["choice", "a,c", "a,c"]],
    ["the 27th choice is 0, the 36th is 9", choice({ of: 36, chosen: [35, 26], right: [[25]] }), ["choice", "0,9", "z"]],
    ["more than 36 choices become numbers in a text", choice({ of: 37, chosen: [36, 0], right: [[36]] }), ["fill-in", "1,37", "37"]],
    ["nothing is right: there is no pattern", choice({ right: [[]] }), ["choice", "a,c", undefined]],
    ["a plain number", number("3.5", "3.5"), ["numeric", "3.5", "3.5"]],
    ["a number written as a sum is a text", number("7/2", "3.5"), ["fill-in", "7/2", "3.5"]],
    ["a number with an exponent is a text", number("1e3", "1000"), ["fill-in", "1e3", "1000"]],
    ["a range is no number", number("3.5", { low: "3", high: "4" }), ["fill-in", "3.5", "3:4"]],
    ["a number of more than five digits is a text (Moodle)", number("100000", "100000"), ["fill-in", "100000", "100000"]],
    ["a text", typed(), ["fill-in", "yes", "yes"]],
    ["a long text is cut to 255 signs", typed({ right: ["x".repeat(300)] }), ["fill-in", "yes", "x".repeat(255)]],
    ["lines become one", typed({ typed: "a\nb\u2028c" }), ["fill-in", "a b c", "yes"]],
  ])("%s", (_name, answer, expected) => {
    const parts = told(SCORM_12, { answer });
    expect([parts["type"], parts["student_response"], parts["correct_responses.0.pattern"]]).toEqual(expected);
  });

  test("each of several right answers is a pattern of its own", () => {
    expect(told(SCORM_12, { answer: choice({ chosen: [1], right: [[1], [3]] }) })).toMatchObject({
      "student_response": "b", "correct_responses.0.pattern": "b", "correct_responses.1.pattern": "d",
    });
  });
});

describe("SCORM 2004", () => {
  test("one entry: id, type, outcome, timestamp, right answer, weight, answer, result, latency, description", () => {
    expect(told(SCORM_2004, { answer: choice() })).toEqual({
      "id": "problem/q1", "type": "choice", "objectives.0.id": "LO4", "timestamp": "2027-02-11T09:04:31",
      "correct_responses.0.pattern": "choice_0[,]choice_2", "weighting": "1", "learner_response": "choice_0[,]choice_2",
      "result": "correct", "latency": "PT0H1M1.23S", "description": "What now?",
    });
  });

  test("a wrong answer is incorrect, not wrong", () => expect(told(SCORM_2004, { correct: false })["result"]).toBe("incorrect"));

  test.each<[string, Interaction["answer"], [string, string, string | undefined]]>([
    ["choices are short identifiers without blanks", choice(), ["choice", "choice_0[,]choice_2", "choice_0[,]choice_2"]],
    ["a number is right between two ends", number("3.5", { low: "3", high: "4" }), ["numeric", "3.5", "3[:]4"]],
    ["one right number is both ends", number("3.5", "3.5"), ["numeric", "3.5", "3.5[:]3.5"]],
    ["a sum is a text", number("7/2", "3.5"), ["fill-in", "7/2", "{case_matters=false}3.5"]],
    ["a text whose case does not matter", typed(), ["fill-in", "yes", "{case_matters=false}yes"]],
    ["a text whose case matters", typed({ ignoreCase: false }), ["fill-in", "yes", "{case_matters=true}yes"]],
    [
      "a text that begins with a brace is no delimiter",
      typed({ typed: "{case_matters=true}x", right: ["{lang=de}y"] }),
      ["fill-in", " {case_matters=true}x", "{case_matters=false} {lang=de}y"],
    ],
    ["a text that holds a delimiter comes apart", typed({ typed: "a[,]b [.] [:]" }), ["fill-in", "a[ ,]b [ .] [ :]", "{case_matters=false}yes"]],
  ])("%s", (_name, answer, expected) => {
    const parts = told(SCORM_2004, { answer });
    expect([parts["type"], parts["learner_response"], parts["correct_responses.0.pattern"]]).toEqual(expected);
  });

  test("no more right answers than an LMS must hold: ten choices, five texts, one number", () => {
    const patterns = (answer: Interaction["answer"]): number => Object.keys(told(SCORM_2004, { answer })).filter((part) => part.endsWith("pattern")).length;
    const many = Array.from({ length: 12 }, (_, index) => index);
    expect(patterns(choice({ of: 12, chosen: [0], right: many.map((place) => [place]) }))).toBe(10);
    expect(patterns(typed({ right: many.map((each) => `t${each}`) }))).toBe(5);
    expect(patterns(number("1", ...many.map(String)))).toBe(1);
  });

  test("texts have 250 signs at most, and no sign is cut in half", () => {
    const long = `${"x".repeat(249)}😀`;
    expect(told(SCORM_2004, { description: long, answer: typed({ typed: long }) })).toMatchObject({
      description: "x".repeat(249), learner_response: "x".repeat(249),
    });
  });
});

describe.each([["SCORM 1.2", SCORM_12], ["SCORM 2004", SCORM_2004]] as const)("%s", (_name, version) => {
  test("a question without points has no weight", () => expect(told(version, { weight: null })).not.toHaveProperty("weighting"));

  test.each([[1000 / 3, "0.333333"], [2500, "2.5"], [0, "0"], [1 / 3, "0.000333"], [123456789, undefined], [1e30, undefined]])(
    "a weight of %d thousandths is %s: seven digits, no exponent",
    (weight, expected) => expect(told(version, { weight })["weighting"]).toBe(expected),
  );

  test("every outcome the question serves is named", () => {
    expect(told(version, { outcomes: ["LO1", "LO2"] })).toMatchObject({ "objectives.0.id": "LO1", "objectives.1.id": "LO2" });
  });
});

describe("ids", () => {
  const names = [
    "problem/a", "problem/a-b", "problem/a_b", "problem/a--b", "problem/a b", "problem/a#1", "problem/a-1", "problem/a_1", "problem/a__1",
    "problem/a_#1", "problem/a#_1", "problem/a/1", "problem/A-b", "problem/安全", "problem/检查", "problem/\ud800", "problem/-", "problem/",
    `problem/${"x".repeat(400)}`, `problem/${"x".repeat(401)}`, "problem/a~2", "problem/%41", "problem/A",
  ];

  test("interaction ids of SCORM 1.2 are CMIIdentifiers, unique over the course", () => {
    const ids = names.map(identifier);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_]{1,255}$/);
    expect(new Set(ids).size).toBe(names.length);
  });

  test("interaction ids of SCORM 2004 have no blanks and end with a letter or digit, as Moodle wants it", () => {
    const ids = [...names, `problem/${"ü".repeat(900)}`].map(longIdentifier);
    for (const id of ids) expect(id).toMatch(/^[\x21-\x7e]{0,3999}[A-Za-z0-9]$/);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("common names stay readable, and an id does not depend on what else the course holds", () => {
    expect(["problem/first-aid-1", "problem/first-aid-1#2", "LO4"].map(identifier)).toEqual(["problem_first_aid_1", "problem_first_aid_1__2", "LO4"]);
    expect(["problem/prüfung", "problem/q#2", "LO 4"].map(longIdentifier)).toEqual(["problem/pr%C3%BCfung", "problem/q#2", "LO%204"]);
  });
});

test.each([[1, "1"], [0.1 + 0.2, "0.3"], [1e-7, "0"], [-2.5, "-2.5"], [12345.678901, "12345.68"], [100000, ""], [Infinity, ""], [NaN, ""]])(
  "%d is %j as a decimal",
  (value, expected) => expect(decimal(value)).toBe(expected),
);

test("a cut text keeps whole signs", () => expect(line("ab😀", 3)).toBe("ab"));

test.each([
  ["<p>What <b>now</b>?</p>", "What now ?"], ["a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"], ["x&nbsp;&#8364;&#x20AC;&#99999999;", "x €€&#99999999;"],
  ['<img alt="a > b" src=x>see', "see"], ["5 < 6 and 7", "5 < 6 and 7"], ["<!-- <p> -->x", "x"], ["<p", "<p"], ["&unknown;", "&unknown;"], ["", ""],
  ["&#x110000;", "&#x110000;"], ["<<b>x", "< x"],
])("%j in words is %j", (html, words) => expect(plainText(html)).toBe(words));

test("tags without an end take no time that grows with their square", () => {
  expect(plainText("<\"".repeat(20000)).length).toBeGreaterThan(0);
});

describe("from a problem", () => {
  const submission = { at: 5, latency: 7, outcomes: ["LO4"], points: 2000 };
  const base = { label: "", descriptions: [] };
  const choices = [
    { id: "choice_0", html: "<b>a</b>", correct: true, hint: "" },
    { id: "choice_1", html: "b", correct: false, hint: "" },
    { id: "choice_2", html: "c", correct: true, hint: "" },
  ];
  const number = (answers: NumberResponse["answers"]): Response => ({ ...base, kind: "number", id: "1", answers });
  const told = (parts: Response[], answers: Record<string, string | string[]>): Interaction[] => {
    const content = problem({ title: "Q <i>1</i>", parts });
    return interactionsOf(content, submit(content, undefined, answers)!, submission);
  };

  test("one fact per response, in the problem's order, each with its share of the points", () => {
    const parts: Response[] = [
      { ...base, kind: "multiple", id: "1", label: "<p>Which?</p>", choices },
      { ...base, kind: "text", id: "2", ignoreCase: true, answers: [{ text: " yes ", hint: "" }], hints: [] },
    ];
    expect(told(parts, { "1": ["choice_2", "choice_0"], "2": " no " })).toEqual([
      {
        leaf: "problem/q", response: "1", description: "Which?", correct: true, weight: 1000, at: 5, latency: 7, outcomes: ["LO4"],
        answer: { kind: "choice", of: 3, chosen: [0, 2], right: [[0, 2]] },
      },
      {
        leaf: "problem/q", response: "2", description: "Q 1", correct: false, weight: 1000, at: 5, latency: 7, outcomes: ["LO4"],
        answer: { kind: "fill-in", typed: "no", right: ["yes"], ignoreCase: true },
      },
    ]);
  });

  test.each(["single", "dropdown"] as const)("%s: each right choice is right by itself", (kind) => {
    expect(told([{ ...base, kind, id: "1", choices }], { "1": "choice_1" })).toMatchObject([
      { response: null, correct: false, weight: 2000, answer: { of: 3, chosen: [1], right: [[0], [2]] } },
    ]);
  });

  test.each<[string, NumberResponse["answers"][number], string | { low: string; high: string }]>([
    ["a range", { low: "1", high: "2", lowOpen: true, highOpen: false, hint: "" }, { low: "1", high: "2" }],
    ["a value", { value: "3.50", tolerance: "0", percent: false, hint: "" }, "3.50"],
    ["a value with capa's own tolerance", { value: "3.5", tolerance: "0.001", percent: true, hint: "" }, "3.5"],
    ["a tolerance", { value: "0.3", tolerance: "0.1", percent: false, hint: "" }, { low: "0.2", high: "0.4" }],
    ["a tolerance in per cent, of a negative number", { value: "-200", tolerance: "10", percent: true, hint: "" }, { low: "-220", high: "-180" }],
    ["a tolerance that is no number", { value: "3", tolerance: "x", percent: false, hint: "" }, "3"],
  ])("%s", (_name, answer, right) => {
    expect(told([number([answer])], { "1": "3" })[0]!.answer).toEqual({ kind: "numeric", typed: "3", right: [right], ignoreCase: true });
  });

  test("a problem without a score gives no weight", () => {
    const content = problem({ parts: [{ ...base, kind: "single", id: "1", choices }] });
    expect(interactionsOf(content, submit(content, undefined, { "1": "choice_0" })!, { ...submission, points: null })[0]!.weight).toBeNull();
  });
});
