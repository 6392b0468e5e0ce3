/** What once broke the start of a course, or what it had kept. */

import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";
import type { BlockModule, Json, Outcome } from "../../frontend/host";
import { BlockHost } from "../../scorm_export/player/block-host";
import { ownerDigest } from "../../scorm_export/player/bridge/vault";
import { Library } from "../../scorm_export/player/library";
import type { Keeping, Lms, Opening } from "../../scorm_export/player/lms";
import { Session } from "../../scorm_export/player/session";
import { encode } from "../../scorm_export/player/state";
import { Store } from "../../scorm_export/player/store";
import { checklist } from "../../xblocks/checklist/module";
import { attempted, course, learner, SEEN, WORDS } from "./course";

class FakeLms implements Lms {
  readonly keeps = true;
  constructor(public state = "", private readonly server: { state: string } | null = null) {}
  open = (): Opening => ({ state: this.server?.state ?? this.state, status: "incomplete", learner: "amy", readonly: false, unread: false });
  save(keeping: Keeping): boolean { if (this.server) this.server.state = keeping.state; this.state = keeping.state; return true; }
  commit(): void {}
  close(): void {}
  retire(): void {}
}
beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("location", { pathname: "/a/index.html" });
});

test("junk beside a readable sheltered state does not break the start", async () => {
  const store = (await Store.open(`BM+APP:${ownerDigest("BM+APP", "amy")}`))!;
  for (const interactions of [5, [null]]) {
    await store.put("waiting", { state: encode(learner({ "html/a": SEEN }), WORDS), base: "", place: "/a/", interactions });
    await expect.soft(Session.open(course(), new Library(), new FakeLms())).resolves.toBeDefined();
  }
});

test("a note that begins with U+FEFF comes back, and all else with it", async () => {
  const library = new Library();
  library.registerBlock(checklist as never);
  const lms = new FakeLms();
  const session = await Session.open(course(), library, lms);
  await session.keepLeaf("problem/q", () => attempted(true));
  const definition = { items: [{ id: "passport", title: "P", required: true }] } as never;
  const host = new BlockHost(session, checklist as never, { id: "mobility_checklist/c", type: "mobility_checklist", title: "", definition }, () => undefined, { language: "en", direction: "ltr", departure: null, readonly: false });
  const [outcome] = await host.act([{ type: "note", item: "passport", value: "\ufeffask Anna" }]);
  expect(outcome?.refused).toBeUndefined();
  const again = await Session.open(course(), library, lms);
  expect([again.trouble, again.record("problem/q")]).toEqual([null, attempted(true)]);
});

test("a block that an update completes keeps the marks of its notes, within the LMS's room", async () => {
  type Notes = Record<string, string>;
  const outcome = (state: Json): Outcome<Json> => ({ state, score: null, completion: 1000, complete: true, evidence: [] });
  const notebook = { tag: "mobility_checklist", element: "x", rules: (_: unknown, state: Json) => outcome(state), restore: (_: unknown, stored: Json) => (stored as Notes) ?? {}, standing: (_: unknown, state: Json) => outcome(state), split: (state: Json) => ({ state: {}, notes: state as Notes }), join: (_: Json, notes: Notes) => notes, withoutGone: (state: Json) => state } as never as BlockModule;
  const library = new Library();
  library.registerBlock(notebook);
  const lms = new FakeLms(encode(learner({ "mobility_checklist/c": { kind: "block", state: {}, notes: { a: null, b: null }, score: null, complete: false } }), WORDS));
  const store = (await Store.open(`BM+APP:${ownerDigest("BM+APP", "amy")}`))!;
  const long = Array.from({ length: 5000 }, (_, i) => String.fromCharCode(33 + ((i * 7919) ^ (i >> 3)) % 90)).join("");
  await store.put("notes", new Map([["mobility_checklist/c b", long]]));
  const session = await Session.open(course(), library, lms);
  const host = new BlockHost(session, notebook, { id: "mobility_checklist/c", type: "mobility_checklist", title: "", definition: {} }, () => undefined, { language: "en", direction: "ltr", departure: null, readonly: false });
  await host.settle();
  expect.soft((session.record("mobility_checklist/c") as { notes: object }).notes).toEqual({ a: null, b: null });
  expect.soft(lms.state.length).toBeLessThan(4096);
});
