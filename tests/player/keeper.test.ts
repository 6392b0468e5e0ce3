/** The LMS first, then the screen: nothing is adopted before the LMS has said yes, nothing is lost when it says no. */

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Keeper } from "../../scorm_export/player/keeper";
import { BEGINNER, type Learner, withLeaf } from "../../scorm_export/player/learner";
import type { Interaction, Keeping, Lms } from "../../scorm_export/player/lms";
import type { Shelter, Sheltered } from "../../scorm_export/player/shelter";
import { decode, encode } from "../../scorm_export/player/state";
import { learner, SEEN, WORDS } from "./course";

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

const FORM = {
  encode: (each: Learner) => encode(each, WORDS),
  fit: (each: Learner) => each,
  tracking: () => ({ status: "incomplete", grade: null, progress: 0, objectives: [] }) as const,
};
const START = { learner: BEGINNER, held: "", behind: false, owed: [] };

let lms: FakeLms;
let keeper: Keeper;
const see = (id: string) => (before: Learner) => withLeaf(before, id, SEEN);

beforeEach(() => {
  vi.useFakeTimers();
  lms = new FakeLms();
  keeper = new Keeper(lms, FORM, START);
});
afterEach(() => vi.useRealTimers());

test("a change is adopted when the LMS has it; changes of one turn make one commit", async () => {
  const kept = [keeper.keep(see("html/a")), keeper.keep(see("html/b"))];
  expect(keeper.learner).toBe(BEGINNER);
  await Promise.all(kept);
  expect(Object.keys(keeper.learner.leaves)).toEqual(["html/a", "html/b"]);
  expect(lms.kept).toHaveLength(1);
  expect(decode(lms.kept[0]!.state, WORDS).learner).toEqual(keeper.learner);
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

test("what has to yield for lack of room yields before the LMS is asked, and is adopted so", async () => {
  const fit = (each: Learner): Learner => ({ ...each, gone: [], leaves: { "html/a": SEEN } });
  const tight = new Keeper(lms, { ...FORM, fit }, { ...START, learner: learner({ "html/old": SEEN }, { gone: ["html/old"] }) });
  await tight.keep(see("html/a"));
  expect(Object.keys(tight.learner.leaves)).toEqual(["html/a"]);
});

test("answers are told to the LMS with the state, and told again after a failure", async () => {
  const answer = { leaf: "problem/q" } as Interaction;
  lms.works = false;
  void keeper.keep(see("problem/q"), () => [answer]);
  await vi.advanceTimersByTimeAsync(1);
  lms.works = true;
  await vi.advanceTimersByTimeAsync(60000);
  await keeper.keep(see("html/b"));
  expect(lms.kept.map(({ interactions }) => interactions)).toEqual([[answer], []]);
});

describe("an LMS that takes time", () => {
  test("what comes meanwhile goes with the next try", async () => {
    const answers: ((kept: boolean) => void)[] = [];
    lms.save = () => new Promise<boolean>((kept) => answers.push(kept)) as never;
    const order: string[] = [];
    void keeper.keep(see("html/a")).then(() => order.push("a"));
    await vi.advanceTimersByTimeAsync(1);
    void keeper.keep(see("html/b")).then(() => order.push("b"));
    await vi.advanceTimersByTimeAsync(1);
    keeper.flush();
    expect([answers.length, order]).toEqual([1, []]);
    answers[0]!(true);
    await vi.advanceTimersByTimeAsync(1);
    expect([answers.length, order, Object.keys(keeper.learner.leaves)]).toEqual([2, ["a"], ["html/a"]]);
    answers[1]!(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(order).toEqual(["a", "b"]);
  });
});

describe("the browser shelters what the LMS does not take", () => {
  class FakeShelter {
    works = true;
    kept: Omit<Sheltered, "place">[] = [];
    cleared = 0;
    put = async (work: Omit<Sheltered, "place">): Promise<boolean> => {
      if (this.works) this.kept.push(work);
      return this.works;
    };
    clear = async (): Promise<void> => void this.cleared++;
  }
  let shelter: FakeShelter;
  const answer = { leaf: "problem/q" } as Interaction;

  beforeEach(() => {
    shelter = new FakeShelter();
    lms.works = false;
    keeper = new Keeper(lms, FORM, { ...START, held: "base" }, shelter as unknown as Shelter);
  });

  test("it counts as kept; the LMS gets state and answers when it is back, and the shelter is cleared", async () => {
    await keeper.keep(see("problem/q"), () => [answer]);
    expect([keeper.behind, keeper.troubled, Object.keys(keeper.learner.leaves)]).toEqual([true, false, ["problem/q"]]);
    expect(shelter.kept).toMatchObject([{ base: "base", interactions: [answer] }]);
    lms.works = true;
    await vi.advanceTimersByTimeAsync(10000);
    expect([keeper.behind, shelter.cleared, lms.kept.length]).toEqual([false, 1, 1]);
    expect(lms.kept[0]).toMatchObject({ interactions: [answer] });
    expect(decode(lms.kept[0]!.state, WORDS).learner.leaves).toEqual(keeper.learner.leaves);
  });

  test("an LMS that failed a moment ago is asked by the clock, not by each click", async () => {
    await keeper.keep(see("html/a"));
    const tries = lms.tries;
    await keeper.keep(see("html/b"));
    await keeper.keep(see("html/c"));
    expect([lms.tries, shelter.kept.length]).toEqual([tries, 3]);
  });

  test("where the browser can't either, nothing is adopted and it is known", async () => {
    shelter.works = false;
    const told = vi.fn();
    void keeper.keep(see("html/a")).then(told);
    await vi.advanceTimersByTimeAsync(1);
    expect([keeper.troubled, keeper.behind, told.mock.calls.length]).toEqual([true, false, 0]);
    shelter.works = true;
    await vi.advanceTimersByTimeAsync(10000);
    expect([keeper.troubled, keeper.behind, told.mock.calls.length]).toEqual([false, true, 1]);
  });

  test("work sheltered in an earlier visit goes to the LMS with the first flush", async () => {
    lms.works = true;
    keeper = new Keeper(lms, FORM, { learner: learner({ "html/a": SEEN }), held: "", behind: true, owed: [answer] }, shelter as unknown as Shelter);
    keeper.flush();
    expect([lms.kept.length, keeper.behind, shelter.cleared]).toEqual([1, false, 1]);
    expect(lms.kept[0]).toMatchObject({ interactions: [answer] });
  });
});
