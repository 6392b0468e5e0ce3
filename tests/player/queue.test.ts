/** The line of events: what overtakes what, numbers that never change, leaving only when answered. */

import { describe, expect, test } from "vitest";
import { type BlockEvidence, differences, evidenceOf, report } from "../../scorm_export/player/bridge/messages";
import { acknowledge, enqueue, nextBatch, type Queue } from "../../scorm_export/player/bridge/queue";

const NOW = "2027-02-11T18:04:31.250Z";
const empty: Queue = { nextSeq: 1, events: [] };
const passed: BlockEvidence = { type: "check.passed", v: 1, block: "sequential/check", at: NOW, data: { score: 1000, attempts: 1 } };
const snapshot = (block: string, readiness: number): BlockEvidence => ({ type: "checklist.state", v: 1, block, at: NOW, data: { readiness } });
const progress = (value: number, ...evidence: BlockEvidence[]) => report("progress", value, false, NOW, evidence);
const shown = (queue: Queue) => queue.events.map(({ id, seq, score }) => [id, seq, score.scoreGiven]);

describe("before it is sent", () => {
  test("a newer score overtakes an older one of the same line item", () => {
    const queue = enqueue(enqueue(enqueue(empty, progress(100), "a"), report("grade", 5, false, NOW), "b"), progress(200), "c");
    expect(shown(queue)).toEqual([["b", null, 5], ["c", null, 200]]);
  });

  test("an occurrence is never overtaken", () => {
    const queue = enqueue(enqueue(empty, report("gate:safe", 1000, true, NOW, [passed]), "a"), report("gate:safe", 1000, true, NOW), "b");
    expect(shown(queue)).toEqual([["a", null, 1000], ["b", null, 1000]]);
  });

  test("of snapshots the newest per block goes along", () => {
    const first = enqueue(empty, progress(100, snapshot("x/1", 10), snapshot("x/2", 20)), "a");
    const [event] = enqueue(first, progress(200, snapshot("x/1", 30)), "b").events;
    expect(evidenceOf(event!).map(({ block, data }) => [block, data["readiness"]])).toEqual([["x/2", 20], ["x/1", 30]]);
  });

  test("the same event twice stands once", () => {
    expect(enqueue(enqueue(empty, progress(100, passed), "a"), progress(100, passed), "a").events).toHaveLength(1);
  });
});

describe("sending", () => {
  test("numbers are given once, in order, and nothing overtakes a numbered event", () => {
    const sent = nextBatch(enqueue(empty, progress(100), "a")).queue;
    const { queue, batch } = nextBatch(enqueue(sent, progress(200), "b"));
    expect(batch.map(({ id, seq }) => [id, seq])).toEqual([["a", 1], ["b", 2]]);
    expect(queue.nextSeq).toBe(3);
    expect(nextBatch(queue).batch).toEqual(batch);
  });

  test("at most fifty go at once; the others keep their place", () => {
    const many = Array.from({ length: 60 }).reduce<Queue>((queue, _, index) => enqueue(queue, progress(index, { ...passed, at: String(index) }), `e${index}`), empty);
    const { queue, batch } = nextBatch(many);
    expect([batch.length, queue.events[50]?.seq, queue.nextSeq]).toEqual([50, null, 51]);
  });

  test("accepted, duplicate and rejected leave the line, unanswered stay", () => {
    const queue = ["a", "b", "c", "d"].reduce((line, id) => enqueue(line, progress(1, { ...passed, at: id }), id), empty);
    const after = acknowledge(nextBatch(queue).queue, { accepted: ["a"], duplicate: ["b"], rejected: [{ id: "c", error: "no" }] });
    expect(shown(after)).toEqual([["d", 4, 1]]);
  });
});

describe("what the record does not know yet", () => {
  const standing = { progress: 500, grade: 400, gates: [{ id: "safe", score: 1000, passed: true }] };
  const passes = { safe: { block: "sequential/check", passed: { at: 1802369071, score: 1000, attempts: 2 } } };
  const tell = (values: Record<string, number>, told: string[] = []) =>
    differences(standing, passes, { values, passes: told }, NOW).map(({ lineitem, score }) => [lineitem, score.scoreGiven]);

  test("after a claim: everything, with the checks passed before", () => {
    const reports = differences(standing, passes, { values: {}, passes: [] }, NOW, [snapshot("x/1", 30)]);
    expect(reports.map(({ lineitem }) => lineitem)).toEqual(["progress", "grade", "gate:safe"]);
    expect(evidenceOf(reports[0]!)).toHaveLength(1);
    expect(evidenceOf(reports[2]!)).toEqual([{ ...passed, at: "2027-02-11T18:04:31Z", data: { score: 1000, attempts: 2 } }]);
    expect(reports[2]!.score).toMatchObject({ timestamp: NOW, activityProgress: "Completed", gradingProgress: "FullyGraded", scoreMaximum: 1000 });
  });

  test.each<[Record<string, number>, string[], [string, number][]]>([
    [{ progress: 500, grade: 400, "gate:safe": 1000 }, ["safe"], []],
    [{ progress: 400, grade: 400, "gate:safe": 1000 }, ["safe"], [["progress", 500]]],
    [{ progress: 500, grade: 400, "gate:safe": 1000 }, [], [["gate:safe", 1000]]],
    [{ progress: 500, grade: 900, "gate:safe": 500 }, ["safe"], [["grade", 400], ["gate:safe", 1000]]],
  ])("told %j and %j", (values, told, expected) => expect(tell(values, told)).toEqual(expected));

  test("an ungraded course reports no grade", () => {
    const reports = differences({ ...standing, grade: null }, passes, { values: {}, passes: [] }, NOW);
    expect(reports.map(({ lineitem }) => lineitem)).not.toContain("grade");
  });
});
