/** A learner opens the course: packages that were changed, LMSs that missed something, ids that look like JavaScript's. */

import { describe, expect, test, vi } from "vitest";
import { submit } from "../../scorm_export/player/problem";
import type { Keeping, Lms, Opening } from "../../scorm_export/player/lms";
import type { Learner } from "../../scorm_export/player/learner";
import { App } from "../../scorm_export/player/app";
import { Library } from "../../scorm_export/player/library";
import { outlineDigest } from "../../scorm_export/player/carry-over";
import type { Outline } from "../../scorm_export/player/package";
import { Session } from "../../scorm_export/player/session";
import { encode } from "../../scorm_export/player/state";
import { attempted, course, learner, problem, SEEN, WORDS } from "./course";

class FakeLms implements Lms {
  readonly keeps = true;
  works = true;
  kept: Keeping[] = [];
  constructor(private readonly opening: Partial<Opening> = {}) {}
  open = (): Opening => ({ state: "", status: "incomplete", learner: "amy", readonly: false, unread: false, ...this.opening });
  save(keeping: Keeping): boolean {
    if (this.works) this.kept.push(keeping);
    return this.works;
  }
  commit(): void {}
  close(): void {}
  retire(): void {}
}

const done: Learner = learner({ "html/a": SEEN, "problem/q": attempted(true) }, { unit: "vertical/u3" });

function opened(outline: Outline, stored: Learner, opening: Partial<Opening> = {}): { lms: FakeLms; session: Session } {
  const lms = new FakeLms({ state: encode(stored, WORDS), ...opening });
  return { lms, session: new Session(outline, new Library(), lms) };
}

describe("a package that was changed", () => {
  test("a new gate on a check that was passed with the only attempt is open at once", () => {
    const { lms, session } = opened(course(), { ...done, outline: outlineDigest(course()) });
    expect(session.learner.gates["safe"]).toMatchObject({ score: 1000, attempts: 1 });
    expect(session.lock(session.places[2]!)).toBeUndefined();
    expect(new App(session).page.place.unit.id).toBe("vertical/u3");
    expect(lms.kept).toHaveLength(1);
  });

  test("the last open part was taken out of an ungraded course: it is completed without another click", () => {
    const [first] = course().sections;
    const outline = course({ gates: [], grading: { graded: false, assignments: [], passing: 0 }, sections: [first!] });
    const { lms, session } = opened(outline, done);
    expect([session.standing.progress, lms.kept.map(({ status }) => status)]).toEqual([1000, ["completed"]]);
  });

  test("nothing new: the LMS is asked nothing", () => {
    const { lms: beginner } = opened(course(), learner({}));
    const settled = { ...done, status: "passed" as const, gates: { safe: { at: 1, score: 1000, attempts: 1 } } };
    const { lms: through } = opened(course(), settled, { status: "passed" });
    const { lms: silent } = opened(course(), settled, { status: null });
    expect([beginner.kept, through.kept, silent.kept]).toEqual([[], [], []]);
  });

  test("an LMS that missed the status gets it again", () => {
    const settled = { ...done, status: "passed" as const, gates: { safe: { at: 1, score: 1000, attempts: 1 } } };
    expect(opened(course(), settled).lms.kept).toMatchObject([{ status: "passed", grade: 1000 }]);
  });

  test("a page that was locked opens when the LMS has taken the pass", async () => {
    const { session } = opened(course(), learner({ "html/a": SEEN }, { unit: "vertical/u3" }));
    const app = new App(session);
    session.library.unit("vertical/u3", { leaves: [] });
    await app.begin();
    expect(app.page.kind).toBe("locked");
    await session.keepLeaf("problem/q", () => attempted(true));
    await vi.waitFor(() => expect(app.page.kind).toBe("unit"));
  });
});

test.each(["constructor", "__proto__", "toString", "hasOwnProperty"])("a gate called %s is closed until it is passed", async (id) => {
  const outline = course({ gates: [{ id, block: "sequential/check", minimum: 1000, locks: ["chapter/work"], why: "" }] });
  const { session, lms } = opened(outline, learner({}));
  expect([session.lock(session.places[2]!)?.id, session.standing.gates]).toEqual([id, [{ id, score: 0, passed: false }]]);
  await session.keepLeaf("problem/q", () => attempted(true));
  expect(session.lock(session.places[2]!)).toBeUndefined();
  const again = new Session(outline, new Library(), new FakeLms({ state: lms.kept[0]!.state }));
  expect(again.standing.gates).toEqual([{ id, score: 1000, passed: true }]);
});

test("two answers waited while the LMS was away: with one attempt the first counts", async () => {
  const { session, lms } = opened(course({ gates: [] }), learner({}));
  const once = problem({ maxAttempts: 1, parts: [{ kind: "text", id: "1", label: "", descriptions: [], ignoreCase: true, answers: [{ text: "yes", hint: "" }], hints: [] }] });
  const answer = (text: string) =>
    session.keepLeaf("problem/q", (before) => submit(once, before?.kind === "problem" ? before : undefined, { "1": text }));
  lms.works = false;
  const both = [answer("no"), answer("yes")];
  session.keeper.flush();
  lms.works = true;
  session.keeper.flush();
  await Promise.all(both);
  expect(session.record("problem/q")).toMatchObject({ attempts: 1, answers: { "1": "no" } });
});

test("work that could not be read, or another window: nothing is kept, and it is known why", () => {
  expect(opened(course(), done, { state: "", unread: true }).session).toMatchObject({ readonly: true, aside: "unread" });
  const { session } = opened(course(), done, { readonly: true });
  expect(session.aside).toBe("review");
  session.retire();
  expect(session).toMatchObject({ readonly: true, aside: "elsewhere" });
});
