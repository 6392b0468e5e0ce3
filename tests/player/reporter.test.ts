/** Reporting: nothing lost, nothing twice, never another learner's data, and the record may be away. */

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { BlockEvidence } from "../../scorm_export/player/bridge/messages";
import { Reporter } from "../../scorm_export/player/bridge/reporter";
import { type Post, Transport } from "../../scorm_export/player/bridge/transport";
import { ownerDigest, Vault } from "../../scorm_export/player/bridge/vault";
import type { BridgeMemory } from "../../scorm_export/player/learner";
import { dice } from "./course";
import { FakeRecord, FakeStorage } from "./record";

const CODE = "7KQ4-M2XP-9DE";
const REPORTING = { version: 1, record: "https://record.example", package: "p", package_version: "0a1b2c3d4e5f", line_items: ["progress", "grade", "gate:safe"] } as const;

let record: FakeRecord;
let storage: FakeStorage;

/** One learner's visit: standing and memory are what their LMS holds. */
class Visit {
  progress = 0;
  passed = false;
  memory: BridgeMemory | null = null;
  /** The tab was closed: it neither sends nor keeps anything any more. */
  closed = false;
  reporter: Reporter;
  /** How this browser gives tabs their turn. */
  turns = async (work: () => Promise<void>): Promise<boolean> => (await work(), true);

  constructor(readonly learner = "amy", before?: Visit, post: Post = record.post) {
    Object.assign(this, before && { progress: before.progress, passed: before.passed, memory: before.memory });
    const owner = ownerDigest("p", learner);
    const source = {
      standing: () => ({ progress: this.progress, grade: null, gates: [{ id: "safe", score: this.passed ? 1000 : 0, passed: this.passed }] }),
      passes: () => ({ safe: { block: "sequential/check", passed: this.passed ? { at: 1802369071, score: 1000, attempts: 1 } : undefined } }),
      snapshots: async () => [] as BlockEvidence[],
      remember: (memory: BridgeMemory | null) => void (this.closed || (this.memory = memory)),
      now: () => "2027-02-11T18:04:31.250Z",
    };
    const turn = async (work: () => Promise<void>) => !this.closed && this.turns(work);
    const vault = new Vault("p", owner, storage as unknown as Storage);
    const reporting = { ...REPORTING, line_items: [...REPORTING.line_items] };
    this.reporter = new Reporter(reporting, owner, source, vault, new Transport(post, ""), turn);
  }

  static async begun(learner = "amy", before?: Visit): Promise<Visit> {
    if (before) before.closed = true;
    const visit = new Visit(learner, before);
    await visit.reporter.start(visit.memory);
    await vi.advanceTimersByTimeAsync(1);
    return visit;
  }

  async claimed(): Promise<this> {
    expect(await this.reporter.claim(CODE)).toBe("claimed");
    await vi.advanceTimersByTimeAsync(1);
    return this;
  }

  async reach(progress: number, passed = this.passed): Promise<void> {
    [this.progress, this.passed] = [progress, passed];
    await this.reporter.changed();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  record = new FakeRecord();
  storage = new FakeStorage();
});
afterEach(() => vi.useRealTimers());

const wait = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

describe("claiming", () => {
  test("sends where the learner stands, and what was earned before", async () => {
    const visit = new Visit();
    [visit.progress, visit.passed] = [500, true];
    await visit.claimed();
    expect(record.values()).toEqual({ progress: 500, "gate:safe": 1000 });
    expect(visit.memory).toMatchObject({ choice: "reporting", departure: "2027-03-14", passes: ["safe"], acknowledged: { progress: 500 } });
    expect(visit.reporter.waiting).toBe(0);
  });

  test.each([[403, "unknown"], [410, "unknown"], [429, "later"], [503, "network"], ["network", "network"]] as const)("%s: %s", async (failing, result) => {
    record.failing = failing;
    const visit = new Visit();
    expect(await visit.reporter.claim(CODE)).toBe(result);
    expect([visit.memory, visit.reporter.choice]).toEqual([null, "asking"]);
  });

  test.each([{}, null, [], { token: "", refresh: "r", source: "s", next_seq: 1 }, { token: "t", refresh: "r", source: "s", next_seq: "1" }])(
    "answered %j: that was not the record, nothing is claimed",
    async (body) => {
      const visit = new Visit("amy", undefined, async () => ({ ok: true, body }));
      expect([await visit.reporter.claim(CODE), visit.memory, visit.reporter.choice]).toEqual(["network", null, "asking"]);
    },
  );

  test.each([403, 410, 429])("a web filter that answers %i says nothing about the code", async (status) => {
    record.filter = status;
    expect(await new Visit().reporter.claim(CODE)).toBe("network");
  });

  test("a mistyped code is not even asked", async () => {
    expect(await new Visit().reporter.claim("7KQ4-M2XP-9DD")).toBe("mistyped");
    expect(record.asked).toEqual([]);
  });

  test("not now is remembered, and can be changed", async () => {
    const visit = new Visit();
    visit.reporter.skip();
    const later = await Visit.begun("amy", visit);
    expect(later.reporter.choice).toBe("skipped");
    await later.claimed();
  });
});

describe("the record is away", () => {
  test.each([503, 500, 429, "network"] as const)("%s: everything waits, and arrives once when it is back", async (failing) => {
    const visit = await new Visit().claimed();
    record.failing = failing;
    await visit.reach(300);
    await visit.reach(600, true);
    expect(visit.reporter).toMatchObject({ offline: true });
    record.failing = null;
    await wait(600000);
    expect(record.values()).toEqual({ progress: 600, "gate:safe": 1000 });
    expect(visit.reporter).toMatchObject({ offline: false, waiting: 0 });
  });

  test("a lost answer makes a duplicate there, not a second message", async () => {
    const visit = await new Visit().claimed();
    record.failing = "deaf";
    await visit.reach(300);
    record.failing = null;
    await wait(600000);
    expect(record.taken.filter(({ score }) => score.scoreGiven === 300)).toHaveLength(1);
  });

  test("the tab closes meanwhile: the next visit sends what waited, with the same ids", async () => {
    const visit = await new Visit().claimed();
    record.failing = "deaf";
    await visit.reach(700, true);
    record.failing = null;
    await Visit.begun("amy", visit);
    expect(record.values()).toEqual({ progress: 700, "gate:safe": 1000 });
    expect(record.taken).toHaveLength(4);
  });

  test("storage was wiped too: the LMS's memory says what is missing, and a passing keeps its id", async () => {
    const visit = await new Visit().claimed();
    record.failing = "deaf";
    await visit.reach(700, true);
    storage.clear();
    record.failing = null;
    await Visit.begun("amy", visit);
    expect(record.values()).toEqual({ progress: 700, "gate:safe": 1000 });
    expect(record.taken.filter(({ lineitem, score }) => lineitem === "gate:safe" && score.scoreGiven === 1000)).toHaveLength(1);
  });
});

test("a kill throws the browser's storage back: no number is used twice, and the newest result counts", async () => {
  const visit = await new Visit().claimed();
  const before = new Map(storage.items);
  await visit.reach(300);
  visit.memory = { ...visit.memory!, nextSeq: 1, acknowledged: {} };
  storage.items.clear();
  for (const [key, value] of before) storage.items.set(key, value);
  const again = await Visit.begun("amy", visit);
  await again.reach(400);
  const numbers = record.taken.map(({ seq }) => seq);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(record.values()["progress"]).toBe(400);
});

describe("something else answers in the record's place", () => {
  const nothing = { accepted: [], duplicate: [] };
  test.each([{}, null, [], "", { ...nothing, accepted: null }, { ...nothing }, { ...nothing, rejected: [null] }, { ...nothing, rejected: [], stay: 1 }])(
    "with 200 and %j: tried again later, and nothing is lost",
    async (body) => {
      const visit = await new Visit().claimed();
      record.instead = [body];
      await visit.reach(300);
      expect(visit.reporter).toMatchObject({ offline: true, waiting: 1 });
      await wait(600000);
      expect([record.values()["progress"], visit.reporter.waiting, visit.reporter.offline]).toEqual([300, 0, false]);
    },
  );

  test.each([400, 401, 403, 404, 410, 413])("with %i (a web filter): token and events stay, it is tried again", async (status) => {
    const visit = await new Visit().claimed();
    record.filter = status;
    await visit.reach(300);
    await wait(100000);
    expect(visit.reporter).toMatchObject({ choice: "reporting", offline: true, waiting: 1 });
    expect(visit.memory?.token).toBe("token-device");
    record.filter = null;
    await wait(600000);
    expect(record.values()["progress"]).toBe(300);
  });

  test("an answer that takes none of the events is not asked for again at once", async () => {
    const visit = await new Visit().claimed();
    record.instead = Array.from({ length: 50 }, () => ({ ...nothing, accepted: ["another"], rejected: [{ id: null, error: "no" }] }));
    const asked = record.asked.length;
    await visit.reach(300);
    await wait(1000);
    expect(record.asked.length - asked).toBe(1);
  });

  test("a browser that fails to give a turn is asked again", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const visit = await new Visit().claimed();
    const { turns } = visit;
    visit.turns = () => Promise.reject(new DOMException("no", "SecurityError"));
    await visit.reach(300);
    expect(visit.reporter).toMatchObject({ offline: true, waiting: 1 });
    visit.turns = turns;
    await wait(600000);
    expect(record.values()["progress"]).toBe(300);
    said.mockRestore();
  });
});

describe("the browser's storage is full", () => {
  test.each([
    ["before anything waits", 0],
    ["while something waits", 1],
  ])("%s: everything is sent from memory, each thing once", async (_when, waiting) => {
    const visit = await new Visit().claimed();
    if (waiting > 0) {
      record.failing = "network";
      await visit.reach(200);
    }
    storage.full = true;
    record.failing = null;
    const asked = record.asked.length;
    await visit.reach(300);
    await wait(600000);
    expect([record.values()["progress"], visit.reporter.waiting]).toEqual([300, 0]);
    expect(record.asked.length - asked).toBeLessThan(4);
    expect(storage.items.size).toBe(0);
    await visit.reach(400);
    expect(record.values()["progress"]).toBe(400);
  });

  test("what could not be stored is sent by the next visit", async () => {
    const visit = await new Visit().claimed();
    [storage.full, record.failing] = [true, "network"];
    await visit.reach(300);
    [storage.full, record.failing] = [false, null];
    await Visit.begun("amy", visit);
    expect(record.values()["progress"]).toBe(300);
  });
});

test("a newer window goes on: this one sends and remembers nothing any more", async () => {
  const visit = await new Visit().claimed();
  record.failing = "network";
  await visit.reach(300);
  record.failing = null;
  const [asked, memory] = [record.asked.length, visit.memory];
  visit.reporter.retire();
  await visit.reach(400);
  await wait(600000);
  expect([record.asked.length, visit.memory]).toEqual([asked, memory]);
});

describe("tokens", () => {
  test("an expired one is refreshed and the same events sent again", async () => {
    const visit = await new Visit().claimed();
    record.expired.add("token-device");
    await visit.reach(400);
    expect([visit.memory?.token, record.values()["progress"]]).toEqual(["token-device+1", 400]);
  });

  test.each([410, 403])("%i ends reporting: nothing of it stays, the learner is told", async (failing) => {
    const visit = await new Visit().claimed();
    record.failing = failing;
    await visit.reach(400);
    expect([visit.reporter.choice, visit.memory?.token, storage.items.size]).toEqual(["ended", "", 0]);
  });

  test("stop: the record is told, nothing more is sent", async () => {
    const visit = await new Visit().claimed();
    expect(await visit.reporter.stop()).toBe(true);
    expect(record.asked).not.toContain("refresh");
    const asked = record.asked.length;
    await visit.reach(400);
    expect([record.asked.length, storage.items.size, visit.memory?.refresh]).toEqual([asked, 0, ""]);
  });
});

test("stop with an expired token: it is refreshed, so that the record is told", async () => {
  const visit = await new Visit().claimed();
  record.expired.add("token-device");
  expect(await visit.reporter.stop()).toBe(true);
  expect(record.asked.slice(-3)).toEqual(["stop", "refresh", "stop"]);
  expect([visit.memory?.choice, visit.memory?.token]).toEqual(["stopped", ""]);
});

test("an event the record refuses is given up, not sent for ever", async () => {
  record.reject = "gate:safe";
  const visit = await new Visit().claimed();
  await visit.reach(400);
  expect(visit.reporter.waiting).toBe(0);
  expect(record.values()).toEqual({ progress: 400 });
});

describe("one browser, several learners", () => {
  test("neither sees nor sends anything of the other", async () => {
    const amy = await new Visit("amy").claimed();
    record.failing = "network";
    await amy.reach(900, true);
    record.failing = null;
    const before = record.taken.length;
    const bob = await Visit.begun("bob");
    expect([bob.reporter.choice, bob.reporter.waiting]).toEqual(["asking", 0]);
    await bob.reach(100);
    expect(record.taken).toHaveLength(before);
    expect([...storage.items.keys()].join()).not.toMatch(/amy|bob/);
  });

  test("memory of another learner is never used", async () => {
    const amy = await new Visit("amy").claimed();
    const bob = await Visit.begun("bob", amy);
    expect([bob.reporter.choice, bob.reporter.departure]).toEqual(["asking", null]);
  });

  test("not me: LMS and browser forget, the next code begins anew", async () => {
    const visit = await new Visit().claimed();
    visit.reporter.notMe();
    expect([visit.memory, visit.reporter.choice, storage.items.size]).toEqual([null, "asking", 0]);
  });

  test("an LMS that tells no learner id gets no browser storage", async () => {
    await new Visit("").claimed();
    expect(storage.items.size).toBe(0);
  });
});

test("whatever fails in whatever order, the record ends with where the learner stands", async () => {
  for (let seed = 1; seed <= 30; seed++) {
    [record, storage] = [new FakeRecord(), new FakeStorage()];
    const random = dice(seed);
    let visit = await new Visit().claimed();
    for (let step = 0; step < 25; step++) {
      record.failing = ([null, 503, "network", "deaf", null] as const)[Math.floor(random() * 5)] ?? null;
      if (random() < 0.2) storage.clear();
      if (random() < 0.2) visit = await Visit.begun("amy", visit);
      if (random() < 0.1 && visit.memory) record.expired.add(visit.memory.token);
      await visit.reach(Math.min(1000, visit.progress + Math.floor(random() * 90)), visit.passed || random() < 0.1);
      await wait(random() * 20000);
    }
    record.failing = null;
    await wait(900000);
    expect(record.values()).toEqual({ progress: visit.progress, "gate:safe": visit.passed ? 1000 : 0 });
    const passes = record.taken.filter(({ lineitem, score }) => lineitem === "gate:safe" && score.scoreGiven === 1000);
    expect(passes).toHaveLength(visit.passed ? 1 : 0);
    expect(new Set(record.taken.map(({ seq }) => seq)).size).toBe(record.taken.length);
  }
});
