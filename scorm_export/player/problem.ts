/** A problem's rules as in Open edX: submitting, attempts, when the answer may be shown. */

import { complaintAbout, type Complaint, gradeResponse } from "./graders";
import type { Answers, Attempted } from "./learner";
import { own } from "./own";
import type { ProblemContent, Response } from "./package";

export function responsesOf(problem: ProblemContent): Response[] {
  return problem.parts.filter((part): part is Response => part.kind !== "html");
}

/** Response id → why its answer can't be checked yet. */
export function complaintsAbout(problem: ProblemContent, answers: Answers): Record<string, Complaint> {
  const found = responsesOf(problem).map((response) => [response.id, complaintAbout(response, own(answers, response.id))]);
  return Object.fromEntries(found.filter(([, complaint]) => complaint !== null)) as Record<string, Complaint>;
}

/** The record after one more submission (the latest counts, as in Open edX); null when no attempts are left for it. */
export function submit(problem: ProblemContent, before: Attempted | undefined, answers: Answers): Attempted | null {
  if (attemptsLeft(problem, before) === 0) return null;
  const responses = responsesOf(problem);
  const kept = responses.map((response): [string, Answers[string]] => {
    const answer = own(answers, response.id) ?? [];
    return [response.id, typeof answer === "string" ? answer.trim() : answer];
  });
  const verdicts = responses.map((response, index) => gradeResponse(response, kept[index]?.[1] ?? []));
  const partial = Object.fromEntries(verdicts.flatMap((verdict, index) => (verdict.partial ? [[index, verdict.partial]] : [])));
  return {
    kind: "problem",
    answers: Object.fromEntries(kept),
    attempts: (before?.attempts ?? 0) + 1,
    correct: verdicts.map(({ correct }) => correct),
    ...(Object.keys(partial).length > 0 ? { partial } : {}),
  };
}

/** null: as many as the learner likes. */
export function attemptsLeft(problem: ProblemContent, record: Attempted | undefined): number | null {
  return problem.maxAttempts === null ? null : Math.max(0, problem.maxAttempts - (record?.attempts ?? 0));
}

/** Open edX's `showanswer`; a package has no due date, so nothing is ever past due. */
export function mayShowAnswer(problem: ProblemContent, record: Attempted | undefined): boolean {
  const attempted = record !== undefined && record.attempts > 0;
  const correct = record !== undefined && record.correct.every(Boolean);
  const closed = attemptsLeft(problem, record) === 0;
  const allowed: Record<string, boolean> = {
    always: true,
    attempted,
    attempted_no_past_due: attempted,
    answered: correct,
    after_attempts: (record?.attempts ?? 0) >= Math.min(problem.showAfter ?? 0, problem.maxAttempts ?? Infinity),
    closed,
    after_all_attempts: closed,
    finished: closed || correct,
    after_all_attempts_or_correct: closed || correct,
    correct_or_past_due: correct,
  };
  return own(allowed, problem.showAnswer) ?? false;
}
