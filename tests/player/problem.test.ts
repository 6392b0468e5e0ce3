/** Submitting, attempts and `showanswer` as in Open edX. */

import { expect, test } from "vitest";
import { attemptsLeft, complaintsAbout, mayShowAnswer, submit } from "../../scorm_export/player/problem";
import type { ChoiceResponse, TextResponse } from "../../scorm_export/player/package";
import { choicesShown, orderSeed } from "../../scorm_export/player/order";
import { opened } from "../../scorm_export/player/problem-key";
import { rawScore, share } from "../../scorm_export/player/score";
import { attempted, problem } from "./course";

const text = (id: string, right: string): TextResponse => ({
  id, kind: "text", label: "", descriptions: [], ignoreCase: true, answers: [{ text: right, hint: "" }], hints: [],
});
const two = problem({ parts: [text("1", "yes"), { kind: "html", html: "<p></p>" }, text("2", "no")], maxAttempts: 2 });

test("the latest submission counts, as typed without surrounding blanks", () => {
  const first = submit(two, undefined, { "1": " yes ", "2": "yes" });
  expect(first).toEqual({ kind: "problem", answers: { "1": "yes", "2": "yes" }, attempts: 1, correct: [true, false] });
  const second = submit(two, first!, { "1": "no", "2": "no" });
  expect(second).toMatchObject({ attempts: 2, correct: [false, true] });
  expect(attemptsLeft(two, second!)).toBe(0);
});

test("a submission for which no attempt is left is none", () => {
  const once = problem({ parts: two.parts, maxAttempts: 1 });
  expect(submit(once, attempted(false), { "1": "yes", "2": "no" })).toBeNull();
  expect(submit(once, undefined, { "1": "yes", "2": "no" })).toMatchObject({ attempts: 1 });
});

test("an answer to each part is needed", () => {
  expect(complaintsAbout(two, { "1": "yes" })).toEqual({ "2": "empty" });
});

test.each([
  ["always", false, false, false, true],
  ["never", true, true, true, false],
  ["attempted", false, false, false, false],
  ["attempted", true, false, false, true],
  ["closed", true, true, false, false],
  ["closed", true, false, true, true],
  ["finished", true, false, false, false],
  ["finished", true, true, false, true],
  ["finished", true, false, true, true],
  ["correct_or_past_due", true, false, true, false],
  ["past_due", true, true, true, false],
])("showanswer=%s, attempted %s, correct %s, closed %s: %s", (showAnswer, tried, correct, closed, allowed) => {
  const content = problem({ showAnswer, maxAttempts: closed ? 1 : null });
  expect(mayShowAnswer(content, tried ? attempted(correct) : undefined)).toBe(allowed);
});

test("answered means rightly answered; after_attempts waits for so many, at most all there are", () => {
  const tried = { ...attempted(false), attempts: 2 };
  expect(mayShowAnswer(problem({ showAnswer: "answered" }), tried)).toBe(false);
  expect(mayShowAnswer(problem({ showAnswer: "answered" }), attempted(true))).toBe(true);
  const after = (showAfter: number, maxAttempts: number | null) => mayShowAnswer(problem({ showAnswer: "after_attempts", showAfter, maxAttempts }), tried);
  expect([after(2, null), after(3, null), after(3, 2)]).toEqual([true, false, true]);
});

const boxes: ChoiceResponse = {
  id: "1", kind: "multiple", label: "", descriptions: [], partial: "edc",
  choices: ["a", "b", "c"].map((id) => ({ id, html: id, correct: id !== "c", hint: "" })),
};

test("part of the points stands in the record and in every sum", () => {
  const record = submit(problem({ parts: [boxes, text("2", "yes")] }), undefined, { "1": ["a"], "2": "yes" });
  expect(record).toMatchObject({ correct: [false, true], partial: { 0: [67, 100] } });
  expect(share(record!)).toEqual([167, 200]);
  expect(rawScore(record!)).toBe(0.67 + 1);
});

test("shuffled choices keep fixed ones in their place, and their order with the seed", () => {
  const choices = [..."abcdefgh"].map((id) => ({ id, html: id, correct: id === "c", hint: "", ...("agh".includes(id) ? { fixed: true as const } : {}) }));
  const order = (learner: string, attempts = 0, randomize?: "always") =>
    choicesShown({ ...boxes, kind: "single", choices, shuffle: true }, orderSeed({ id: "problem/q", randomize: randomize ?? "per_student" }, learner, attempts)).map(({ id }) => id).join("");
  expect(order("lena")).toMatch(/^a[b-f]{5}gh$/);
  expect(order("lena")).toBe(order("lena", 3));
  const orders = new Set(["a", "b", "c", "d", "e", "f"].map((learner) => order(learner)));
  expect(orders.size).toBeGreaterThan(1);
  expect(new Set([0, 1, 2, 3, 4].map((attempts) => order("lena", attempts, "always"))).size).toBeGreaterThan(1);
});

test("of an answer pool one right choice and others are shown", () => {
  const choices = [..."abcdef"].map((id) => ({ id, html: id, correct: "ab".includes(id), hint: "" }));
  for (const seed of ["1", "2", "3", "4"]) {
    const shown = choicesShown({ ...boxes, kind: "single", choices, pool: 4 }, seed);
    expect(shown.filter(({ correct }) => correct)).toHaveLength(1);
    expect(shown).toHaveLength(4);
  }
});

test("what the exporter hid is read again (scorm_export/problems/key.py)", () => {
  const { key, ...rest } = JSON.parse(HIDDEN) as ReturnType<typeof problem>;
  expect(opened({ ...rest, key: key! })).toEqual(JSON.parse(WHOLE));
  expect(opened(two)).toEqual(two);
});

/** As tests/scorm_export/test_problems.py expects it of the exporter. */
const WHOLE =
  '{"id":"problem/ü","type":"problem","title":"Q","parts":[{"kind":"html","html":"<p>?</p>"},{"id":"1","kind":"single","label":"","descriptions":[],"choices":[{"id":"choice_0","html":"ja","correct":true,"hint":"groß"}]}],"maxAttempts":null,"showAnswer":"never","solutions":["S"],"hints":["H"]}';
const HIDDEN = 
  '{"id": "problem/ü", "type": "problem", "title": "Q", "maxAttempts": null, "showAnswer": "never", "parts": [{"kind": "html", "html": "<p>?</p>"}, {"id": "1", "kind": "single", "label": "", "descriptions": [], "choices": [{"id": "choice_0", "html": "ja"}]}], "solutions": [], "hints": [], "key": "tCZjapqSzjrI8MzLZossGOJneuSqqUcN44yDJG1OHNGO81LPJcMMNP4283iY1swgkKgwr7tioKtl1qoLtwnkzUtQxs6C7MVSaLGsjwr1st9s63OjS9CwLGReHGk="}';
