/** What Open edX's own grader said of a fixed sample of answers; `make conformance` renews it (tests/conformance). */

import { beforeAll, describe, expect, test } from "vitest";
import { complaintAbout, gradeResponse, registerGraders } from "../../scorm_export/player/graders";
import { calculating } from "../../scorm_export/player/graders/calculating";
import type { Answer } from "../../scorm_export/player/learner";
import type { Response } from "../../scorm_export/player/package";
import { plainText } from "../../scorm_export/player/plain-text";
import verdicts from "./fixtures/capa-verdicts.json?raw";

interface Kept {
  name: string;
  parts: Response[];
  answers: [response: string, answer: Answer, verdict: string, hints: string[], points: number][];
}

const kept = (JSON.parse(verdicts) as Kept[]).filter(({ answers }) => answers.length > 0);

beforeAll(() => registerGraders(calculating));

/** As the player does: an answer with a complaint is refused, any other is graded without blanks around it. */
function marked(response: Response, answer: Answer): [verdict: string, hints: string[], points: number] {
  if (complaintAbout(response, answer ?? undefined)) return ["refused", [], 0];
  const { correct, partial, feedback } = gradeResponse(response, typeof answer === "string" ? answer.trim() : answer);
  const points = correct ? 1 : partial ? partial[0] / partial[1] : 0;
  return [correct ? "correct" : partial ? "partially-correct" : "incorrect", feedback.map(plainText), points];
}

test("the sample is not empty", () => expect(kept.length).toBeGreaterThan(60));

describe.each(kept)("$name", ({ parts, answers }) => {
  test.each(answers)("%s ← %j: %s", (id, answer, verdict, hints, points) => {
    const response = parts.find((part) => part.id === id) as Response;
    const [mine, texts, part] = marked(response, answer);
    const words = (list: string[]): string[] => list.map((hint) => hint.replace(/\s/g, ""));
    expect([mine, words(texts)]).toEqual([verdict, words(hints)]);
    expect(part).toBeCloseTo(points, 9);
  });
});
