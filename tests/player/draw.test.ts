/** What is drawn for a learner, what waits for another block, and what of it counts (contract 3: "shown to this learner"). */

import { describe, expect, test } from "vitest";
import { carryOver } from "../../scorm_export/player/carry-over";
import { drawn } from "../../scorm_export/player/draw";
import { gradeOf, subsectionPercent } from "../../scorm_export/player/grade";
import type { LeafRecord, Learner } from "../../scorm_export/player/learner";
import { merge } from "../../scorm_export/player/merge";
import { leaves } from "../../scorm_export/player/outline";
import type { Condition, Leaf, Outline } from "../../scorm_export/player/package";
import { completionOf, pointsOf, progressOf } from "../../scorm_export/player/score";
import { holds, isShown, waitsFor } from "../../scorm_export/player/shown";
import { decode, encode } from "../../scorm_export/player/state";
import { attempted, course, dice, leaf, learner, SEEN, WORDS } from "./course";

const POOL = { id: "library_content/l", options: ["problem/a", "problem/b", "problem/c", "problem/d"], pick: 2 };
const question = (name: string): Leaf => ({ ...leaf(`problem/${name}`, "submit", 1000), when: [{ pool: POOL.id, option: `problem/${name}` }] });

function withPool(changes: Partial<Outline> = {}): Outline {
  const plain = course();
  const [safe, work] = plain.sections;
  const check = safe!.subsections[1]!;
  const unit = { ...check.units[0]!, leaves: ["a", "b", "c", "d"].map(question) };
  const sections = [{ ...safe!, subsections: [safe!.subsections[0]!, { ...check, units: [unit] }] }, work!];
  return { ...plain, gates: [], sections, pools: [POOL], ...changes };
}

const options = (of: Learner): readonly string[] => {
  const record = of.leaves[POOL.id];
  return record?.kind === "drawn" ? record.options : [];
};
const chance = (seed: number) => {
  const random = dice(seed);
  return (most: number): number => Math.floor(random() * most);
};

describe("drawing", () => {
  test("each learner gets as many different ones as the author wants, and keeps them", () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 50; seed++) {
      const first = drawn(withPool(), learner({}), chance(seed));
      expect(new Set(options(first)).size).toBe(2);
      expect(drawn(withPool(), first, chance(seed + 1000))).toBe(first);
      seen.add([...options(first)].sort().join());
    }
    expect(seen.size).toBe(6);
  });

  test("what was drawn comes back from the LMS as it was", () => {
    const before = drawn(withPool(), learner({ "html/a": SEEN }), chance(3));
    expect(decode(encode(before, WORDS), WORDS).learner.leaves).toEqual(before.leaves);
  });

  test("a question that the author took away is drawn anew, the others stay", () => {
    const before = learner({ [POOL.id]: { kind: "drawn", options: ["problem/b", "problem/gone"] } });
    const after = drawn(withPool(), before, chance(1));
    expect(options(after)[0]).toBe("problem/b");
    expect(options(after)).toHaveLength(2);
    expect(POOL.options).toContain(options(after)[1]);
  });

  test("a pool is nothing that the author took away", () => {
    const before = drawn(withPool(), learner({ "html/a": SEEN }, { outline: "00000000" }), chance(1));
    const once = carryOver(withPool(), before);
    expect(options(carryOver(withPool({ title: "New" }), { ...once, outline: "11111111" }))).toEqual(options(before));
    expect(once.gone).toEqual([]);
  });

  test("of two windows' draws the LMS's counts", () => {
    const [held, sheltered] = [drawn(withPool(), learner({}), chance(1)), drawn(withPool(), learner({}), chance(4))];
    expect(options(merge(held, sheltered, learner({})))).toEqual(options(held));
  });

  test("browsers without https draw too", () => {
    expect(options(drawn(withPool(), learner({})))).toHaveLength(2);
  });
});

describe("what counts is what the learner sees", () => {
  const both: Record<string, LeafRecord> = { [POOL.id]: { kind: "drawn", options: ["problem/a", "problem/b"] } };

  test("points, progress and grade leave out what was not drawn", () => {
    const outline = withPool();
    const half = learner({ ...both, "problem/a": attempted(true) });
    expect(pointsOf(leaves(outline), half).possible).toBe(pointsOf([question("a"), question("b")], half).possible);
    expect(completionOf(leaves(outline), half)).toEqual([1, 4]);
    expect(subsectionPercent(outline.sections[0]!.subsections[1]!, half)).toBe(0.5);
    expect(gradeOf(outline, learner({ ...both, "problem/a": attempted(true), "problem/b": attempted(true) }))).toBe(1000);
    expect(progressOf(leaves(outline), learner({ ...both, "problem/a": attempted(true), "problem/b": attempted(true), "html/a": SEEN, "mobility_checklist/c": { kind: "block", state: {}, notes: {}, score: null, complete: true } }))).toBe(1000);
  });
});

describe("waiting for another block", () => {
  const waiting = (asks: "attempted" | "correct" | "choice", value: string): Condition => ({ leaf: "problem/q", asks, value });
  const chose = (choice: string): LeafRecord => ({ kind: "block", state: { choice, submissions: 1 }, notes: {}, score: null, complete: true });

  test.each<[Condition, LeafRecord | undefined, boolean]>([
    [waiting("attempted", "True"), undefined, false],
    [waiting("attempted", "True"), attempted(false), true],
    [waiting("attempted", "False"), undefined, true],
    [waiting("attempted", "False"), attempted(false), false],
    [waiting("correct", "True"), attempted(true, false), false],
    [waiting("correct", "True"), attempted(true, true), true],
    [waiting("correct", "False"), attempted(true, true), false],
    [waiting("attempted", "True"), SEEN, true],
    [waiting("choice", "yes"), chose("yes"), true],
    [waiting("choice", "yes"), chose("no"), false],
    [waiting("choice", "yes"), undefined, false],
    [waiting("choice", "constructor"), { kind: "block", state: {}, notes: {}, score: null, complete: true }, false],
  ])("%j with %j: %s", (condition, record, expected) => {
    expect(holds(condition, learner(record ? { "problem/q": record } : {}))).toBe(expected);
  });

  test("the learner is told what it waits for, unless it was not drawn anyway", () => {
    const both = { ...leaf("html/x", "view"), when: [{ pool: "p", option: "o" }, waiting("attempted", "True")] };
    expect(waitsFor({ ...both, when: [waiting("attempted", "True")] }, learner({}))).toBe("problem/q");
    expect(waitsFor(both, learner({}))).toBeUndefined();
    expect(isShown(both, learner({}))).toBe(false);
    expect(waitsFor(both, learner({ p: { kind: "drawn", options: ["o"] } }))).toBe("problem/q");
  });
});
