/** A package that was changed asks for more room than a learner's notes have left. */

import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";
import { Library } from "../../scorm_export/player/library";
import type { Keeping, Lms, Opening } from "../../scorm_export/player/lms";
import { Session } from "../../scorm_export/player/session";
import { encode } from "../../scorm_export/player/state";
import { attempted, course, dice, learner, WORDS } from "./course";

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("location", { pathname: "/a/index.html" });
});

test("the longest notes move to the browser when the course opens, and answers reach the LMS", async () => {
  const random = dice(5);
  const noise = Array.from({ length: 2500 }, () => String.fromCharCode(33 + Math.floor(random() * 90))).join("");
  const old = learner({ "mobility_checklist/c": { kind: "block", state: {}, notes: { a: noise }, score: 0, complete: false } });
  let state = encode(old, WORDS);
  expect(state.length).toBeLessThan(4096);
  let status = "";
  const lms: Lms = {
    keeps: true,
    open: (): Opening => ({ state, status: "incomplete", learner: "amy", readonly: false, unread: false }),
    save: (keeping: Keeping) => keeping.state.length <= 4096 && ((state = keeping.state), (status = keeping.status), true),
    commit: () => undefined, close: () => undefined, retire: () => undefined,
  };
  // The new version has typed questions and promises room for them: 3000 characters of answers fit into 4096.
  const changed = course({ state: { limit: 4096, answers: 3000, words: course().state.words } });
  const session = await Session.open(changed, new Library(), lms);
  const text = (): string => Array.from({ length: 80 }, () => String.fromCharCode(33 + Math.floor(random() * 90))).join("");
  for (let i = 0; i < 10; i++) await session.keepLeaf(`problem/new${i}`, () => ({ kind: "problem", answers: { "1": text() }, attempts: 1, correct: [true] }));
  await session.keepLeaf("problem/q", () => attempted(true));
  session.keeper.flush();
  expect([session.learner.status, session.keeper.behind, status]).toEqual(["passed", false, "passed"]);
});
