/** What a browser keeps for a learner: work the LMS did not take, notes it has no room for, work without an LMS. */

import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { BlockModule, Json, Outcome } from "../../frontend/host";
import { BlockHost } from "../../scorm_export/player/block-host";
import { Drawer } from "../../scorm_export/player/drawer";
import { BEGINNER, type Learner } from "../../scorm_export/player/learner";
import { Library } from "../../scorm_export/player/library";
import type { Interaction, Keeping, Lms, Opening } from "../../scorm_export/player/lms";
import { Device } from "../../scorm_export/player/lms/device";
import { merge } from "../../scorm_export/player/merge";
import { Session } from "../../scorm_export/player/session";
import { Shelter } from "../../scorm_export/player/shelter";
import { encode } from "../../scorm_export/player/state";
import { Store } from "../../scorm_export/player/store";
import { attempted, course, dice, learner, SEEN, WORDS } from "./course";

class FakeLms implements Lms {
  readonly keeps = true;
  works = true;
  state = "";
  kept: Keeping[] = [];
  constructor(private readonly id = "amy", private readonly opening: Partial<Opening> = {}) {}
  open = (): Opening => ({ state: this.state, status: "incomplete", learner: this.id, readonly: false, unread: false, ...this.opening });
  save(keeping: Keeping): boolean {
    if (!this.works) return false;
    this.state = keeping.state;
    this.kept.push(keeping);
    return true;
  }
  commit(): void {}
  close(): void {}
  retire(): void {}
}

let folder = "/a/";
const open = (lms: Lms, library = new Library()): Promise<Session> => Session.open(course(), library, lms);
const answer = (session: Session, right: boolean): Promise<void> => session.keepLeaf("problem/q", () => attempted(right));

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  folder = "/a/";
  vi.stubGlobal("location", { get pathname() { return `${folder}index.html`; } });
});

describe("an LMS that does not take the work", () => {
  test("the answer counts, and the LMS has it after the next visit", async () => {
    const lms = new FakeLms();
    lms.works = false;
    await answer(await open(lms), true);
    lms.works = true;
    const again = await open(lms);
    expect([again.record("problem/q"), again.keeper.behind]).toEqual([attempted(true), false]);
    expect(lms.kept).toMatchObject([{ status: "passed", grade: 1000 }]);
    await vi.waitFor(async () => expect(await (await shelterOf("amy")).waiting(lms.state)).toBeNull());
  });

  test("an LMS that failed but kept it all the same is not told the answer twice", async () => {
    const lms = new FakeLms();
    lms.works = false;
    const session = await open(lms);
    const told = { leaf: "problem/q" } as Interaction;
    await session.keepLeaf("problem/q", () => attempted(true), () => [told]);
    const late = new FakeLms();
    late.state = encode(session.learner, WORDS);
    const again = await open(late);
    expect([again.record("problem/q"), late.kept.flatMap(({ interactions }) => interactions)]).toEqual([attempted(true), []]);
    late.state = encode({ ...session.learner, unit: "vertical/u2" }, WORDS);
    await open(late);
    expect(late.kept.flatMap(({ interactions }) => interactions)).toEqual([]);
  });

  test("an LMS that kept the first of two and said no to both: what came after it is not lost", async () => {
    const lms = new FakeLms();
    const keep = (state: Json) => (session: Session) =>
      session.keepLeaf("mobility_checklist/c", () => ({ kind: "block", state, notes: {}, score: 0, complete: false }));
    const save = lms.save.bind(lms);
    lms.save = (keeping) => !(save(keeping) || true);
    const session = await open(lms);
    await keep("one step")(session);
    lms.save = () => false;
    await keep("two steps")(session);
    lms.save = save;
    expect((await open(lms)).record("mobility_checklist/c")).toMatchObject({ state: "two steps" });
  });

  test("an LMS that knows nothing of an answer is told it with the state", async () => {
    const never = new FakeLms();
    never.works = false;
    const told = { leaf: "problem/q" } as Interaction;
    await (await open(never)).keepLeaf("problem/q", () => attempted(true), () => [told]);
    never.works = true;
    await open(never);
    expect(never.kept.flatMap(({ interactions }) => interactions)).toEqual([told]);
  });

  test("somebody else at this computer never gets it, nor does a review, nor a learner without an id", async () => {
    const lms = new FakeLms();
    lms.works = false;
    await answer(await open(lms), true);
    for (const other of [new FakeLms("bob"), new FakeLms("amy", { readonly: true }), new FakeLms("amy", { unread: true }), new FakeLms("")]) {
      expect((await open(other)).record("problem/q")).toBeUndefined();
      expect(other.kept).toEqual([]);
    }
  });

  test("without an id of the learner nothing is sheltered", async () => {
    const lms = new FakeLms("");
    lms.works = false;
    const session = await open(lms);
    const kept = vi.fn();
    void answer(session, true).then(kept);
    await new Promise((done) => setTimeout(done, 20));
    expect([kept.mock.calls.length, session.keeper.troubled]).toEqual([0, true]);
  });

  test("work that went on elsewhere meanwhile is kept beside it", async () => {
    const lms = new FakeLms();
    const session = await open(lms);
    await session.seen("html/a");
    lms.works = false;
    await answer(session, true);
    lms.works = true;
    lms.state = encode(learner({ "html/a": SEEN, "html/x": SEEN }), WORDS);
    expect(Object.keys((await open(lms)).learner.leaves).sort()).toEqual(["html/a", "html/x", "problem/q"]);
  });

  test("a new attempt in the LMS begins with nothing, and so does a first one in another place", async () => {
    const lms = new FakeLms();
    lms.state = encode(learner({ "html/a": SEEN }), WORDS);
    const session = await open(lms);
    lms.works = false;
    await answer(session, true);
    lms.state = "";
    lms.works = true;
    expect((await open(lms)).learner.leaves).toEqual({});
    const first = new FakeLms("ben");
    first.works = false;
    await answer(await open(first), true);
    folder = "/b/";
    expect((await open(new FakeLms("ben"))).learner.leaves).toEqual({});
  });

  test("a state in the LMS that can't be read is mended by what the browser has", async () => {
    const lms = new FakeLms();
    lms.works = false;
    await answer(await open(lms), true);
    lms.state = "2.damaged.AAAA";
    lms.works = true;
    const again = await open(lms);
    expect([again.trouble, again.record("problem/q")]).toEqual([null, attempted(true)]);
  });

  test("what stands in the shelter but is no state of ours is left aside", async () => {
    const store = (await Store.open(await nameOf("amy")))!;
    const held = encode(learner({ "html/a": SEEN }), WORDS);
    const mixed = { state: held, base: "", offered: [7, null], interactions: [null, 5, { leaf: 1 }] };
    for (const junk of ["x", 7, { state: 1 }, { state: "2.x.y", base: "" }, null, { state: held, base: "x", interactions: 5 }, mixed]) {
      await store.put("waiting", junk === 7 ? junk : new Map([[folder, junk]]));
      if (junk === mixed) expect((await open(new FakeLms("amy"))).record("html/a")).toEqual(SEEN);
      await store.put("waiting", new Map([[folder, junk === mixed ? null : junk]]));
      expect((await open(new FakeLms())).learner.leaves).toEqual({});
    }
  });
});

test("a browser without a database, or with one that fails, is no store", async () => {
  vi.stubGlobal("indexedDB", undefined);
  expect(await Store.open("x")).toBeNull();
  vi.stubGlobal("indexedDB", { open: () => { throw new DOMException("blocked", "SecurityError"); } });
  expect(await Store.open("x")).toBeNull();
  vi.useFakeTimers();
  vi.stubGlobal("indexedDB", { open: () => ({}) });
  const silent = Store.open("x");
  await vi.advanceTimersByTimeAsync(4000);
  expect(await silent).toBeNull();
  vi.useRealTimers();
});

describe("two states of one learner", () => {
  const gate = (at: number) => ({ safe: { at, score: 1000, attempts: 1 } });
  const block = (state: Json, complete: boolean) => ({ kind: "block", state, notes: {}, score: 0, complete }) as const;
  test.each<[string, Learner, Learner, Partial<Learner>]>([
    ["more attempts win", learner({ "problem/q": { ...attempted(false), attempts: 1 } }), learner({ "problem/q": { ...attempted(true), attempts: 2 } }), { leaves: { "problem/q": { ...attempted(true), attempts: 2 } } }],
    ["of equal attempts the LMS's stay", learner({ "problem/q": attempted(false) }), learner({ "problem/q": attempted(true) }), { leaves: { "problem/q": attempted(false) } }],
    ["a block that both went on with is the LMS's, but once complete it stays so", learner({ "b/c": block(1, false) }), learner({ "b/c": block(2, true) }), { leaves: { "b/c": block(1, true) } }],
    ["a gate counts from when it was first passed", learner({}, { gates: gate(9) }), learner({}, { gates: gate(5) }), { gates: gate(5) }],
    ["a pass is not taken back", learner({}, { status: "incomplete" }), learner({}, { status: "passed" }), { status: "passed" }],
    ["secrets are the LMS's", learner({}, { bridge: null }), learner({}, { bridge: { owner: "x" } as never }), { bridge: null }],
    ["ids like JavaScript's own are ids", learner({}), learner({ ["__proto__"]: SEEN, constructor: SEEN }), { leaves: learner({ ["__proto__"]: SEEN, constructor: SEEN }).leaves }],
  ])("%s", (_name, held, sheltered, expected) => expect(merge(held, sheltered, BEGINNER)).toMatchObject(expected));

  test("a block that only went on in the shelter is the shelter's", () => {
    const base = learner({ "b/c": block(1, false) });
    expect(merge(base, learner({ "b/c": block(2, false) }), base).leaves).toEqual({ "b/c": block(2, false) });
  });
});

describe("notes that the LMS has no room for", () => {
  const random = dice(11);
  const noise = (length: number): string => Array.from({ length }, () => String.fromCharCode(33 + Math.floor(random() * 90))).join("");
  type Notes = Record<string, string>;
  const outcome = (state: Json): Outcome<Json> => ({ state, score: 0, completion: 0, complete: false, evidence: [] });
  const notebook: BlockModule = {
    tag: "mobility_checklist",
    element: "test-notes",
    rules: (_definition, state, action) => outcome({ ...(state as Notes), ...(action as Notes) }),
    restore: (_definition, stored) => (stored as Notes | undefined) ?? {},
    standing: (_definition, state) => outcome(state),
    split: (state) => ({ state: {}, notes: state as Notes }),
    join: (_state, notes) => notes,
    withoutGone: (state) => state,
  };
  const content = { id: "mobility_checklist/c", type: "mobility_checklist", title: "", definition: {} };
  const context = { language: "en", direction: "ltr", departure: null, readonly: false } as const;

  async function visit(lms: Lms): Promise<{ host: BlockHost; session: Session }> {
    const library = new Library();
    library.registerBlock(notebook);
    const session = await open(lms, library);
    return { session, host: new BlockHost(session, notebook, content, () => undefined, context) };
  }
  const notesIn = (session: Session): Record<string, string | null> => (session.record(content.id) as { notes: Record<string, string | null> }).notes;
  const [long, middle] = [noise(1700), noise(900)];

  test("the longest goes to the browser, answers keep their room, and both come back", async () => {
    const lms = new FakeLms();
    const { host, session } = await visit(lms);
    await host.act([{ a: long }]);
    const [told] = await host.act([{ b: middle }]);
    expect(told).toMatchObject({ state: { a: long, b: middle } });
    expect(told?.refused).toBeUndefined();
    expect(notesIn(session)).toEqual({ a: null, b: middle });
    expect(lms.state.length).toBeLessThan(4096);
    const again = await visit(lms);
    expect(again.host.state()).toEqual({ a: long, b: middle });
    await again.host.act([{ b: "short" }]);
    expect(notesIn(again.session)).toEqual({ a: null, b: "short" });
    await again.host.act([{ a: "new" }]);
    expect([notesIn(again.session), again.host.state()]).toEqual([{ a: "new", b: "short" }, { a: "new", b: "short" }]);
  });

  test("in another browser the text is not there, and the mark for it stays", async () => {
    const lms = new FakeLms();
    const { host } = await visit(lms);
    await host.act([{ a: long }, { b: middle }]);
    vi.stubGlobal("indexedDB", new IDBFactory());
    const { host: other, session } = await visit(lms);
    expect(other.state()).toEqual({ b: middle });
    await other.act([{ b: "short" }]);
    expect(notesIn(session)).toEqual({ a: null, b: "short" });
  });

  test("where the browser keeps nothing, it is refused and said so; shortening is always allowed", async () => {
    vi.stubGlobal("indexedDB", undefined);
    const { host } = await visit(new FakeLms());
    await host.act([{ a: long }]);
    expect((await host.act([{ b: middle }]))[0]).toMatchObject({ refused: "too-large", state: { a: long } });
    expect((await host.act([{ a: "" }]))[0]?.refused).toBeUndefined();
  });

  test("a drawer that can't write says so and stays as it was", async () => {
    const store = { get: async () => new Map([["b/c a", "old"]]), put: async () => Promise.reject(new Error("full")) };
    const drawer = await Drawer.open(store as unknown as Store);
    expect(await drawer.put([{ leaf: "b/c", key: "a", text: "new" }])).toBe(false);
    expect(drawer.text({ leaf: "b/c", key: "a" })).toBe("old");
  });
});

describe("without an LMS", () => {
  beforeEach(() => vi.stubGlobal("navigator", {}));

  test("the work is in memory until the learner chooses to keep it on this device", async () => {
    const device = await Device.begin("BM+APP");
    const session = await open(device);
    await answer(session, true);
    expect([session.keeps, (await Device.begin("BM+APP")).open().state]).toEqual([false, ""]);
    expect(await device.keep()).toBe(true);
    session.own(device.learner);
    await session.seen("html/a");
    const again = await open(await Device.begin("BM+APP"));
    expect([again.keeps, Object.keys(again.learner.leaves).sort()]).toEqual([true, ["html/a", "problem/q"]]);
    expect(again.learnerId).toBe(device.learner);
    expect(again.learnerId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("the work is taken off again, and nothing of it is written afterwards", async () => {
    const device = await Device.begin("BM+APP");
    const session = await open(device);
    await device.keep();
    await session.seen("html/a");
    await device.forget();
    await session.keepLeaf("problem/q", () => attempted(true));
    expect([device.keeps, (await Device.begin("BM+APP")).open()]).toEqual([false, { state: "", status: null, learner: "", readonly: false, unread: false }]);
  });

  test("another package on the same site has nothing of it", async () => {
    const device = await Device.begin("BM+APP");
    await open(device);
    await device.keep();
    expect((await Device.begin("BM+OTHER")).keeps).toBe(false);
  });

  test("where the browser keeps nothing, it says so", async () => {
    vi.stubGlobal("indexedDB", undefined);
    const device = await Device.begin("BM+APP");
    expect([device.canKeep, await device.keep(), device.keeps]).toEqual([false, false, false]);
  });

  test("what can't be read is never overwritten", async () => {
    await Device.begin("BM+APP");
    const broken = vi.spyOn(Store.prototype, "get").mockRejectedValue(new Error("damaged"));
    const device = await Device.begin("BM+APP");
    broken.mockRestore();
    expect([device.canKeep, device.open().unread]).toEqual([false, true]);
  });
});

async function nameOf(id: string): Promise<string> {
  const { ownerDigest } = await import("../../scorm_export/player/bridge/vault");
  return `BM+APP:${ownerDigest("BM+APP", id)}`;
}

async function shelterOf(id: string): Promise<Shelter> {
  return (await Shelter.open((await Store.open(await nameOf(id)))!, folder))!;
}
