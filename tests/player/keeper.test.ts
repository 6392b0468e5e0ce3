/** The LMS first, then the screen: nothing is adopted before the LMS has said yes, nothing is lost when it says no. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Keeper } from "../../scorm_export/player/keeper";
import { BEGINNER, type Learner, withLeaf } from "../../scorm_export/player/learner";
import type { Keeping, Lms } from "../../scorm_export/player/lms";
import { decode } from "../../scorm_export/player/state";
import { learner, SEEN } from "./course";

class FakeLms implements Lms {
  readonly keeps = true;
  works = true;
  kept: Keeping[] = [];
  tries = 0;
  open = () => ({ state: "", status: "incomplete" as const, learner: "", readonly: false, unread: false });
  save(keeping: Keeping): boolean {
    this.tries++;
    if (this.works) this.kept.push(keeping);
    return this.works;
  }
  commit(): void {}
  close(): void {}
  retire(): void {}
}

const TRACKING = { status: "incomplete", grade: null, progress: 0, objectives: [] } as const;

let lms: FakeLms;
let keeper: Keeper;
const see = (id: string) => (before: Learner) => withLeaf(before, id, SEEN);

beforeEach(() => {
  vi.useFakeTimers();
  lms = new FakeLms();
  keeper = new Keeper(lms, () => TRACKING, 4096, BEGINNER);
});
afterEach(() => vi.useRealTimers());

test("a change is adopted when the LMS has it; changes of one turn make one commit", async () => {
  const kept = [keeper.keep(see("html/a")), keeper.keep(see("html/b"))];
  expect(keeper.learner).toBe(BEGINNER);
  await Promise.all(kept);
  expect(Object.keys(keeper.learner.leaves)).toEqual(["html/a", "html/b"]);
  expect(lms.kept).toHaveLength(1);
  expect(decode(lms.kept[0]!.state).learner).toEqual(keeper.learner);
});

test("while the LMS refuses, the state stays as it was and everything waits in order", async () => {
  lms.works = false;
  const order: string[] = [];
  void keeper.keep(see("html/a")).then(() => order.push("a"));
  await vi.advanceTimersByTimeAsync(1);
  void keeper.keep(see("html/b")).then(() => order.push("b"));
  await vi.advanceTimersByTimeAsync(200000);
  expect([keeper.troubled, keeper.learner, order]).toEqual([true, BEGINNER, []]);
  expect(lms.tries).toBeGreaterThan(3);
  lms.works = true;
  await vi.advanceTimersByTimeAsync(60000);
  expect([keeper.troubled, order, Object.keys(keeper.learner.leaves)]).toEqual([false, ["a", "b"], ["html/a", "html/b"]]);
  expect(lms.kept).toHaveLength(1);
});

test("a change that changes nothing asks nothing of the LMS", async () => {
  await keeper.keep((before) => before);
  await keeper.keep(() => null);
  expect(lms.tries).toBe(0);
});

test("a change that fails is dropped and said so; what waits beside it is kept", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  lms.works = false;
  const poison = keeper.keep(() => {
    throw new Error("poison");
  });
  const refused = expect(poison).rejects.toThrow("poison");
  const kept = keeper.keep(see("html/a"));
  await vi.advanceTimersByTimeAsync(1);
  await refused;
  lms.works = true;
  await vi.advanceTimersByTimeAsync(60000);
  await kept;
  await keeper.keep(see("html/b"));
  expect(Object.keys(keeper.learner.leaves)).toEqual(["html/a", "html/b"]);
  expect(said).toHaveBeenCalledTimes(1);
  said.mockRestore();
});

test("leaves that are gone make room before anything else is refused", async () => {
  const old = "x".repeat(40);
  const tight = new Keeper(lms, () => TRACKING, 60, learner({ [old]: SEEN }, { gone: [old] }));
  await tight.keep(see("html/a"));
  expect(Object.keys(tight.learner.leaves)).toEqual(["html/a"]);
});
