/** The state codec: round trip, damage, older and newer players, changed packages, room for private texts (contract 12). */

import { describe, expect, test } from "vitest";
import type { BlockModule } from "../../frontend/host";
import { carryOver, outlineDigest, withoutGone } from "../../scorm_export/player/carry-over";
import { checksum } from "../../scorm_export/player/digest";
import { BEGINNER, type LeafRecord, type Learner, withLeaf } from "../../scorm_export/player/learner";
import { fitting, hasRoom, notesOf, toShelve } from "../../scorm_export/player/room";
import { decode, encode, Words } from "../../scorm_export/player/state";
import { attempted, course, dice, learner, SEEN, WORDS } from "./course";

const TEXTS = ["choice_0", "choice_17", "−40", "Gehörschutz", "وقف", "😀", "", "</script>", "\u2028", "constructor", "__proto__", "0", "html/a", "safe", "a-b_c"];
const IDS = ["html/a", "problem/q", "mobility_checklist/c"];

function randomLearner(random: () => number): Learner {
  const below = (most: number): number => Math.floor(random() * most);
  const one = (): string => TEXTS[below(TEXTS.length)] ?? "";
  const word = (): string => Array.from({ length: below(4) }, one).join(" ");
  const record = (): LeafRecord => {
    const kind = below(3);
    if (kind === 0) return SEEN;
    if (kind === 1) {
      const partial = random() < 0.3 ? { partial: { 1: [below(100), 100] as const } } : {};
      const correct = [random() < 0.5, partial.partial ? false : random() < 0.5];
      return { kind: "problem", answers: { "1": word(), [random() < 0.5 ? "2" : "x"]: [word(), word()] }, attempts: below(1024), correct, ...partial };
    }
    const state = { items: { a: word(), [word()]: [null, true, false, -1 - below(99), 0.5, Number.MAX_SAFE_INTEGER] }, n: below(99) };
    const notes = { note: word(), other: random() < 0.5 ? null : word() };
    return { kind: "block", state, notes, score: random() < 0.3 ? null : below(1001), complete: random() < 0.5 };
  };
  const bridge = { owner: "o", device: "d", token: word(), refresh: "r", source: "s", nextSeq: 1 + below(99), departure: random() < 0.5 ? null : "2027-03-01", acknowledged: { progress: below(1001) }, passes: ["safe"], unsent: ["html/a"] };
  const ids = Array.from({ length: below(40) }, (_, index) => IDS[index] ?? (index % 2 ? `problem/q-${index}` : `\0${index * 7919}`));
  return {
    leaves: Object.fromEntries(ids.map((id) => [id, record()])),
    gates: random() < 0.5 ? {} : { safe: { at: 1795000000, score: below(1001), attempts: below(9) } },
    unit: random() < 0.5 ? null : "vertical/u1",
    status: (["incomplete", "completed", "passed", "failed"] as const)[below(4)] ?? "incomplete",
    bridge: random() < 0.5 ? null : { ...bridge, choice: "reporting" },
    outline: random() < 0.5 ? "" : "ff0c2a9e",
    gone: ids.filter(() => random() < 0.2),
  };
}

/** The ids of `gone` stand in the order of the leaves. */
const sorted = (each: Learner): Learner => ({ ...each, gone: [...each.gone].sort() });

test("whatever a learner has done comes back as it was, as ASCII that every LMS takes", () => {
  const random = dice(7);
  for (let round = 0; round < 100; round++) {
    const before = randomLearner(random);
    const text = encode(before, WORDS);
    expect(text).toMatch(/^3\.[0-9a-z]+\.[A-Za-z0-9_-]*$/);
    const { learner: after, trouble } = decode(text, WORDS);
    expect([trouble, sorted(after)]).toEqual([null, sorted(before)]);
  }
});

test("version 2, which had no parts of points, is read as it was", () => {
  const record = { kind: "problem", answers: { "1": "choice_1", "2": ["choice_0", "choice_2"], "3": "Größe" }, attempts: 3, correct: [true, false, true] };
  const { learner: after, trouble } = decode("2.1qxn1zf.CEBHcsO2w59lDCAAACohLIVbWzY", new Words({ "problem/q": 5 }));
  expect([trouble, after]).toEqual([null, { ...BEGINNER, leaves: { "problem/q": record } }]);
});

test("version 1, which older packages wrote, is read as it was", () => {
  const before = {
    leaves: {
      "html/a": SEEN,
      "problem/q": { kind: "problem", answers: { "1": "choice_2", "2": ["choice_0", "ja"] }, attempts: 3, correct: [true, false] },
      "mobility_checklist/c": { kind: "block", state: { items: { a: { status: "done", note: "Gehörschutz 😀" } } }, notes: {}, score: 640, complete: true },
    },
    gates: { safe: { at: 1795000000, score: 1000, attempts: 2 } },
    unit: "vertical/u3",
    status: "passed",
    bridge: {
      owner: "o", choice: "reporting", device: "d", token: "t", refresh: "r", source: "s", nextSeq: 7, departure: "2027-03-01",
      acknowledged: { progress: 500 }, passes: ["safe"], unsent: ["mobility_checklist/c"],
    },
    outline: "1f0c2a9e",
    gone: ["html/old"],
  };
  const text =
    "1.1fz1eae.N4IgNiBcoBYC4FswHoCGUCMAaEAHATgPYBGYApgsgI5SjrQgZQgDGMhAli2QPoBMIHAMgBtVuy68ADIJAArdAF0AvjgB2UAMw4WzDDNUgEJDmA5wAnjzZkWAazMBnOMl0NHtEOYoeG9UM6ocACuviAAJoRqZLJqhHAxkCAA4mQwAG-4jmzBcABeAASAvBuAAHsgyhU4uFAAbAAsUjjhmJUgAOaejqgAZokiGADsAJwArFLjE1j641h8KjjBzABuZPhwXKgowZqycMy4qI6OZM04hHrdUix8qEMxOAAeUGLwSMiEYM2KOMSe50nnHTMfD3EB7JJ7HD4YGyMIeJrMU4gDSQAY4CzMPhSPgDAC0Uk0+KYOH8eCIbRBRygYykhmqohAXV6IG+IAA7s8jCYzJZrDBbA4OM5XCyKkA";
  expect(decode(text, WORDS)).toEqual({ learner: before, trouble: null });
});

test("a word the table no longer has keeps its number until the word is back", () => {
  const less = new Words({});
  const stored = encode(learner({ "html/a": SEEN, "problem/q": attempted(true) }, { unit: "vertical/u2" }), WORDS);
  const without = decode(stored, less).learner;
  expect(Object.keys(without.leaves).every((id) => /^\0\d+$/.test(id))).toBe(true);
  expect(decode(encode(without, less), WORDS).learner).toEqual(decode(stored, WORDS).learner);
});

test("the bridge's decision without reporting keeps no secrets", () => {
  const bridge = { owner: "o", choice: "stopped", device: "d", token: "secret", refresh: "r", source: "s", nextSeq: 5, departure: null, acknowledged: {}, passes: [], unsent: [] } as const;
  const { learner: read } = decode(encode({ ...BEGINNER, bridge }, WORDS), WORDS);
  expect(read.bridge).toMatchObject({ owner: "o", choice: "stopped", token: "", refresh: "" });
});

test("a damaged text never breaks the start", () => {
  const text = encode(learner({ "html/a": SEEN, "problem/q": attempted(true) }), WORDS);
  for (let index = 0; index < text.length; index++) {
    for (const broken of [text.slice(0, index), text.slice(0, index) + "#" + text.slice(index + 1), text.slice(0, index) + text.slice(index + 1)]) {
      const { learner: read, trouble } = decode(broken, WORDS);
      if (broken !== "" && broken !== text) expect([trouble, read]).toEqual([trouble ?? "damaged", BEGINNER]);
    }
  }
});

test.each([
  ["", null],
  ["4.abc.xyz", "newer"],
  ["99.0.", "newer"],
  ["hello", "damaged"],
  ['{"v":1}', "damaged"],
  [`1.${checksum("Q")}.Q`, "damaged"],
  [`2.${checksum("")}.`, "damaged"],
])("%j: %s", (text, trouble) => expect(decode(text, WORDS)).toEqual({ learner: BEGINNER, trouble }));

describe("a package that was changed", () => {
  const stored = learner({ "html/a": SEEN, "html/old": SEEN });
  test("keeps what still exists, and what is gone for one version", () => {
    const once = carryOver(course(), stored);
    expect(Object.keys(once.leaves)).toEqual(["html/a", "html/old"]);
    expect(once.gone).toEqual(["html/old"]);
    expect(carryOver(course(), once)).toBe(once);
    const next = course({ sections: course().sections.slice(0, 1) });
    expect(outlineDigest(next)).not.toBe(once.outline);
    expect(Object.keys(carryOver(next, once).leaves)).toEqual(["html/a"]);
  });

  test("what is gone yields first", () => {
    expect(Object.keys(withoutGone(carryOver(course(), stored)).leaves)).toEqual(["html/a"]);
  });
});

test("bytes that nobody wrote never break the start", () => {
  const random = dice(5);
  for (let round = 0; round < 2000; round++) {
    const payload = Array.from({ length: Math.floor(random() * 60) }, () => "ABCDEFGHIJabcdefghij0123456789-_"[Math.floor(random() * 32)]).join("");
    const { learner: read, trouble } = decode(`2.${checksum(payload)}.${payload}`, WORDS);
    if (trouble !== null) expect([trouble, read]).toEqual(["damaged", BEGINNER]);
  }
});

describe("room for private texts", () => {
  const noted = (...notes: string[]): Learner =>
    learner({ "mobility_checklist/c": { kind: "block", state: { done: 1 }, notes: Object.fromEntries(notes.map((note, index) => [`n${index}`, note])), score: 0, complete: false } });
  const random = dice(3);
  const noise = (length: number): string => Array.from({ length }, () => String.fromCharCode(33 + Math.floor(random() * 90))).join("");
  const limits = (limit: number) => course({ state: { ...course().state, limit } });

  test("a note is taken while the answers to come still fit, an answer always", () => {
    expect(hasRoom(course(), noted("short"), WORDS)).toBe(true);
    expect(hasRoom(course(), noted(noise(2500)), WORDS)).toBe(false);
    expect(hasRoom(limits(64000), noted(noise(2500)), WORDS)).toBe(true);
  });

  test("the longest texts yield first, and only as many as have to", () => {
    const three = noted(noise(1200), noise(1500), noise(300));
    expect(notesOf(three).map(({ key }) => key)).toEqual(["n1", "n0", "n2"]);
    expect(toShelve(course(), three, WORDS).map(({ key }) => key)).toEqual(["n1"]);
    expect(toShelve(limits(64000), three, WORDS)).toEqual([]);
  });

  test("whatever has room leaves room: with answers of the promised size added, the limit holds", () => {
    let checked = 0;
    for (let round = 0; round < 80; round++) {
      const before = noted(...Array.from({ length: 4 }, () => noise(Math.floor(random() * 600))));
      const answer = { ...attempted(true), answers: { "1": noise(Math.floor(1050 * random())) } };
      const alone = encode(withLeaf(noted("", "", "", ""), "problem/q", answer), WORDS).length;
      if (!hasRoom(course(), before, WORDS) || alone > course().state.answers) continue;
      checked++;
      expect(encode(withLeaf(before, "problem/q", answer), WORDS).length).toBeLessThanOrEqual(course().state.limit);
    }
    expect(checked).toBeGreaterThan(20);
  });

  test("what is gone yields before anything else is asked to", () => {
    const module = { withoutGone: () => ({ done: 1 }) } as unknown as BlockModule;
    const modules = new Map([["mobility_checklist", module]]);
    const old = learner({ ...noted("mine").leaves, "html/old": SEEN }, { gone: ["html/old"] });
    const all = encode(old, WORDS).length;
    expect(fitting(old, all, modules, WORDS)).toBe(old);
    expect(Object.keys(fitting(old, all - 1, modules, WORDS).leaves)).toEqual(["mobility_checklist/c"]);
    const block = learner({ "mobility_checklist/c": { kind: "block", state: { done: 1, gone: noise(90) }, notes: {}, score: 0, complete: false } });
    expect(fitting(block, 100, modules, WORDS).leaves["mobility_checklist/c"]).toMatchObject({ state: { done: 1 } });
  });
});
