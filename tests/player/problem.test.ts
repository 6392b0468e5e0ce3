/** Submitting, attempts and `showanswer` as in Open edX. */

import { expect, test } from "vitest";
import { attemptsLeft, complaintsAbout, mayShowAnswer, submit } from "../../scorm_export/player/problem";
import type { TextResponse } from "../../scorm_export/player/package";
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
