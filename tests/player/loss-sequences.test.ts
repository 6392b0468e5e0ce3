/** Sequences that once lost, doubled or mixed up work: found by attacking the keeper, the shelter and the device. */

import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Keeper } from "../../scorm_export/player/keeper";
import { BEGINNER, type Learner, withLeaf } from "../../scorm_export/player/learner";
import { Library } from "../../scorm_export/player/library";
import type { Interaction, Keeping, Lms, Opening } from "../../scorm_export/player/lms";
import { Device } from "../../scorm_export/player/lms/device";
import { Session } from "../../scorm_export/player/session";
import { encode } from "../../scorm_export/player/state";
import { Scorm } from "../../scorm_export/player/lms/scorm";
import { SCORM_12 } from "../../scorm_export/player/lms/scorm12";
import { attempted, course, learner, SEEN, WORDS } from "./course";

class FakeLms implements Lms {
  readonly keeps = true;
  works = true;
  /** The LMS keeps what it was given, yet says no. */
  liar = false;
  state = "";
  kept: Keeping[] = [];
  retired = false;
  constructor(private readonly id = "amy", private readonly opening: Partial<Opening> = {}) {}
  open = (): Opening => ({ state: this.state, status: "incomplete", learner: this.id, readonly: false, unread: false, ...this.opening });
  save(keeping: Keeping): boolean {
    if (this.works || this.liar) { this.state = keeping.state; this.kept.push(keeping); }
    return this.works;
  }
  commit(): void {}
  close(): void {}
  retire(): void {}
}
let folder = "/a/";
const open = (lms: Lms): Promise<Session> => Session.open(course(), new Library(), lms);
beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  folder = "/a/";
  vi.stubGlobal("location", { get pathname() { return `${folder}index.html`; } });
});
afterEach(() => vi.useRealTimers());
const pause = (ms = 30) => new Promise((done) => setTimeout(done, ms));

test("a new attempt in the LMS never gets the old attempt's work back, nor its pass", async () => {
  const lms = new FakeLms();
  await (await open(lms)).seen("html/a");
  lms.works = false;
  await (await open(lms)).keepLeaf("problem/q", () => attempted(true)).catch(() => undefined);
  const second = await open(lms); // settles nothing: the LMS is still down
  expect(second.learner.leaves["problem/q"]).toBeDefined();
  // The LMS begins a new attempt
  const fresh = new FakeLms();
  const first = await open(fresh);
  expect(first.learner.leaves).toEqual({});
  await first.seen("html/a");
  const again = await open(fresh);
  expect([again.learner.status, Object.keys(again.learner.leaves), again.learner.gates]).toEqual(["incomplete", ["html/a"], {}]);
});

test("the same package in another activity of the LMS takes nothing of the first one's, which still gets it", async () => {
  const here = new FakeLms();
  await (await open(here)).seen("html/a");
  const session = await open(here);
  here.works = false;
  await session.keepLeaf("problem/q", () => attempted(true));
  folder = "/b/";
  const there = new FakeLms();
  there.state = encode(learner({ "html/a": SEEN }, { unit: "vertical/u1" }), WORDS);
  const other = await open(there);
  expect.soft(other.learner.status).toBe("incomplete");
  await pause();
  folder = "/a/";
  here.works = true;
  expect.soft((await open(here)).record("problem/q")).toBeDefined();
});

test("an LMS that failed but kept the first state: a block's later work in the shelter stays", async () => {
  const block = (state: unknown) => ({ kind: "block", state, notes: {}, score: 0, complete: false }) as never;
  const lms = new FakeLms();
  const session = await open(lms);
  lms.works = false;
  lms.liar = true;
  await session.keepLeaf("mobility_checklist/c", () => block({ items: 1 }));
  lms.liar = false;
  await session.keepLeaf("mobility_checklist/c", () => block({ items: 2 }));
  expect(session.record("mobility_checklist/c")).toMatchObject({ state: { items: 2 } });
  lms.works = true;
  expect((await open(lms)).record("mobility_checklist/c")).toMatchObject({ state: { items: 2 } });
});

test("the same with “This is not me”: somebody else's token does not come back", async () => {
  const lms = new FakeLms();
  const session = await open(lms);
  const remember = session.source().remember;
  lms.works = false;
  lms.liar = true;
  remember({ owner: "x", choice: "reporting", device: "d", token: "somebody-else", refresh: "r", source: "s", nextSeq: 1, departure: null, acknowledged: {}, passes: [], unsent: [] });
  await session.seen("html/a");
  lms.liar = false;
  remember(null);
  await session.seen("openassessment/x");
  expect(session.learner.bridge).toBeNull();
  lms.works = true;
  expect((await open(lms)).learner.bridge).toBeNull();
});

test("the same with answers: each is told once", async () => {
  const lms = new FakeLms();
  const session = await open(lms);
  const told = (at: number) => ({ leaf: "problem/q", at }) as Interaction;
  lms.works = false;
  lms.liar = true;
  await session.keepLeaf("problem/q", () => ({ ...attempted(false), attempts: 1 }), () => [told(1)]);
  lms.liar = false;
  await session.keepLeaf("problem/q", () => ({ ...attempted(true), attempts: 2 }), () => [told(2)]);
  lms.works = true;
  await open(lms);
  expect(lms.kept.flatMap(({ interactions }) => interactions).map(({ at }) => at)).toEqual([1, 2]);
});

test("a window that another one took over from clears no shelter and tells nothing as kept", async () => {
  const calls = { Initialize: "true", Finish: "true", Commit: "false", SetValue: "true" } as Record<string, string>;
  const api = Object.fromEntries(["Initialize", "Finish", "Commit", "SetValue", "GetValue", "GetLastError"].map((name) =>
    [`LMS${name}`, (element: string) => name === "GetValue" ? (element === "cmi.core.student_id" ? "amy" : "") : calls[name] ?? "0"]));
  const begin = () => Scorm.begin(api as never, SCORM_12)!;
  const one = await open(begin());
  await one.keepLeaf("problem/q", () => attempted(true));
  expect(one.keeper.behind).toBe(true);
  const two = await open(begin()); // has it from the shelter; the LMS still fails
  expect(two.record("problem/q")).toBeDefined();
  await pause();
  one.retire();
  one.keeper.flush(); // the timer of the retired window, or its pagehide
  await pause();
  // the second window is closed; the LMS still fails; the next visit:
  const three = await open(begin());
  expect(three.record("problem/q")).toBeDefined();
});

test("the same without a shelter: what waited there is never told as kept", async () => {
  const api = { LMSInitialize: () => "true", LMSSetValue: () => "true", LMSCommit: () => "false", LMSGetValue: () => "", LMSGetLastError: () => "0", LMSFinish: () => "true" };
  const one = await open(Scorm.begin(api as never, SCORM_12)!);
  const kept = vi.fn();
  void one.keepLeaf("problem/q", () => attempted(true)).then(kept);
  await pause();
  expect([kept.mock.calls.length, one.keeper.troubled]).toEqual([0, true]);
  one.retire();
  one.keeper.flush();
  await pause();
  expect(kept).not.toHaveBeenCalled();
});

test("a retry that comes while the browser writes is made up for", async () => {
  vi.useFakeTimers();
  let works = false;
  let tries = 0;
  const lms = { ...new FakeLms(), save: () => (tries++, works) } as never;
  for (const outcome of [false, true]) {
    works = false;
    tries = 0;
    const shelter = { put: () => new Promise<boolean>((done) => setTimeout(() => done(outcome), 3000)), clear: async () => undefined };
    const form = { encode: (each: Learner) => encode(each, WORDS), fit: (each: Learner) => each, tracking: () => ({ status: "incomplete", grade: null, progress: 0, objectives: [] }) as const };
    const keeper = new Keeper(lms, form, { learner: BEGINNER, held: "", behind: false, owed: [] }, shelter as never);
    const kept = vi.fn();
    void keeper.keep((before) => withLeaf(before, "html/a", SEEN)).then(kept);
    await vi.advanceTimersByTimeAsync(3100);
    works = true;
    await vi.advanceTimersByTimeAsync(3600000);
    expect.soft([outcome, tries > 1, keeper.behind, keeper.troubled]).toEqual([outcome, true, false, false]);
    if (!outcome) {
      void keeper.keep((before) => withLeaf(before, "html/b", SEEN)).then(kept);
      await vi.advanceTimersByTimeAsync(3600000);
      expect.soft(kept).toHaveBeenCalledTimes(2);
    }
  }
});

test("a value that can't be kept does not hold up the others, nor the end of the session", async () => {
  const lms = new FakeLms("");
  const session = await open(lms);
  void session.keepLeaf("x/foreign", () => ({ kind: "block", state: { a: undefined }, notes: {}, score: 0, complete: false }) as never).catch(() => undefined);
  await pause();
  const kept = vi.fn();
  void session.keepLeaf("problem/q", () => attempted(true)).then(kept);
  await pause();
  expect.soft(() => session.keeper.flush()).not.toThrow();
  expect(kept).toHaveBeenCalled();
});

test("what is done while the device is written to for the first time is on the device", async () => {
  vi.stubGlobal("navigator", {});
  const device = await Device.begin("BM+APP");
  const session = await open(device);
  const keeping = device.keep();
  await session.keepLeaf("problem/q", () => attempted(true));
  expect(await keeping).toBe(true);
  session.own(device.learner);
  await pause();
  expect((await open(await Device.begin("BM+APP"))).record("problem/q")).toBeDefined();
});

test("what is kept while it is being removed does not come back", async () => {
  vi.stubGlobal("navigator", {});
  const device = await Device.begin("BM+APP");
  const session = await open(device);
  await device.keep(); session.own(device.learner);
  const gone = device.forget();
  const seen = session.seen("html/a");
  await gone; await seen; await pause();
  expect((await Device.begin("BM+APP")).open().state).toBe("");
});

