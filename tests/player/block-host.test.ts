/** A block in a package: saved first, answered then; notes yield to answers; nothing changes in review (contract 12). */

import { beforeEach, describe, expect, test, vi } from "vitest";
import type { BlockModule, Json, Outcome } from "../../frontend/host";
import { BlockHost } from "../../scorm_export/player/block-host";
import type { BlockEvidence } from "../../scorm_export/player/bridge/messages";
import { Library } from "../../scorm_export/player/library";
import type { Keeping, Lms } from "../../scorm_export/player/lms";
import { Session } from "../../scorm_export/player/session";
import { decode } from "../../scorm_export/player/state";
import { course, dice, WORDS } from "./course";

interface Notebook {
  done: number;
  note: string;
  [key: string]: Json;
}

/** A block with a figure and a private note. */
const outcome = (state: Notebook, refused?: string): Outcome<Json> => ({
  state,
  score: state.done,
  completion: state.done,
  complete: state.done === 1000,
  evidence: [{ type: "checklist.state", v: 1, data: { readiness: state.done } }],
  ...(refused !== undefined && { refused }),
});
const notebook: BlockModule = {
  tag: "mobility_checklist",
  element: "test-notebook",
  rules: (_definition, state, action) => {
    const change = action as Partial<Notebook>;
    if ((change.done ?? 0) > 1000) return outcome(state as Notebook, "too-much");
    return outcome({ ...(state as Notebook), ...change } as Notebook);
  },
  restore: (_definition, stored) => ({ done: 0, note: "", ...(stored as Notebook | undefined) }),
  standing: (_definition, state) => outcome(state as Notebook),
  split: (state) => ({ state: { done: (state as Notebook).done }, notes: { note: (state as Notebook).note } }),
  join: (state, notes) => ({ done: (state as Notebook).done, note: notes["note"] ?? "" }),
  withoutGone: (state) => state,
};

class FakeLms implements Lms {
  readonly keeps = true;
  works = true;
  readonly = false;
  kept: Keeping[] = [];
  open = () => ({ state: "", status: "incomplete" as const, learner: "amy", readonly: this.readonly, unread: false });
  save(keeping: Keeping): boolean {
    if (this.works) this.kept.push(keeping);
    return this.works;
  }
  commit(): void {}
  close(): void {}
  retire(): void {}
}

let lms: FakeLms;
let witnessed: BlockEvidence[];

function host(outline = course()): { host: BlockHost; session: Session } {
  const library = new Library();
  library.registerBlock(notebook);
  const session = new Session(outline, library, lms);
  const content = { id: "mobility_checklist/c", type: "mobility_checklist", title: "", definition: {} };
  const context = { language: "en", direction: "ltr", departure: null, readonly: session.readonly } as const;
  return { session, host: new BlockHost(session, notebook, content, (evidence) => witnessed.push(...evidence), context) };
}

beforeEach(() => {
  lms = new FakeLms();
  witnessed = [];
});

test("the outcome is told, and witnessed, when the LMS has the state", async () => {
  const { host: block, session } = host();
  const [first] = await block.act([{ done: 500 }]);
  expect(first).toMatchObject({ score: 500, state: { done: 500 } });
  expect(session.record("mobility_checklist/c")).toEqual({ kind: "block", state: { done: 500 }, notes: { note: "" }, score: 500, complete: false });
  expect(decode(lms.kept[0]!.state, WORDS).learner.leaves).toEqual(session.learner.leaves);
  expect(witnessed.map(({ block: id, type }) => [id, type])).toEqual([["mobility_checklist/c", "checklist.state"]]);
});

test("while the LMS fails nothing is told; it comes when the LMS is back", async () => {
  vi.useFakeTimers();
  lms.works = false;
  const told = vi.fn();
  void host().host.act([{ done: 500 }]).then(told);
  await vi.advanceTimersByTimeAsync(100000);
  expect([told.mock.calls.length, witnessed.length]).toEqual([0, 0]);
  lms.works = true;
  await vi.advanceTimersByTimeAsync(100000);
  expect([told.mock.calls.length, witnessed.length]).toEqual([1, 1]);
  vi.useRealTimers();
});

test("one batch is one commit; a refused action leaves the state and the others alone", async () => {
  const outcomes = await host().host.act([{ done: 100 }, { done: 2000 }, { note: "mine" }]);
  expect(outcomes.map(({ refused }) => refused)).toEqual([undefined, "too-much", undefined]);
  expect(outcomes[2]?.state).toEqual({ done: 100, note: "mine" });
  expect(lms.kept).toHaveLength(1);
});

test("once complete, a block stays complete; its score may fall", async () => {
  const { host: block, session } = host();
  await block.act([{ done: 1000 }]);
  await block.act([{ done: 400 }]);
  expect(session.record("mobility_checklist/c")).toMatchObject({ score: 400, complete: true });
});

describe("room", () => {
  const random = dice(11);
  const noise = (length: number): string => Array.from({ length }, () => String.fromCharCode(33 + Math.floor(random() * 90))).join("");

  test("a note that would take the room of answers is refused and said so; shortening is always allowed", async () => {
    const { host: block } = host();
    expect((await block.act([{ note: noise(900) }]))[0]?.refused).toBeUndefined();
    const [refused] = await block.act([{ note: noise(3000) }]);
    expect(refused).toMatchObject({ refused: "too-large" });
    expect((refused?.state as Notebook).note).toHaveLength(900);
    expect((await block.act([{ note: "" }, { done: 1000 }])).map((each) => each.refused)).toEqual([undefined, undefined]);
  });
});

test("in review nothing is changed and nothing kept", async () => {
  lms.readonly = true;
  const [told] = await host().host.act([{ done: 500 }]);
  expect(told).toMatchObject({ refused: "readonly", state: { done: 0 } });
  expect([lms.kept.length, witnessed.length]).toEqual([0, 0]);
});
