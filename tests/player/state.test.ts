/** The state codec: round trip, damage, newer players, changed packages, room for private texts (contract 12). */

import { describe, expect, test } from "vitest";
import type { BlockModule, Json } from "../../frontend/host";
import { carryOver, outlineDigest, withoutGone } from "../../scorm_export/player/carry-over";
import { checksum } from "../../scorm_export/player/digest";
import { BEGINNER, type LeafRecord, type Learner } from "../../scorm_export/player/learner";
import { hasRoom, privateLength, withoutPrivate } from "../../scorm_export/player/room";
import { decode, encode } from "../../scorm_export/player/state";
import { attempted, course, dice, learner, SEEN } from "./course";

const WORDS = ["choice_0", "−40", "Gehörschutz", "وقف", "😀", "", "</script>", "\u2028", "constructor", "0"];

function randomLearner(random: () => number): Learner {
  const below = (most: number): number => Math.floor(random() * most);
  const word = (): string => Array.from({ length: below(6) }, () => WORDS[below(WORDS.length)]).join(" ");
  const record = (): LeafRecord => {
    const kind = below(3);
    if (kind === 0) return SEEN;
    if (kind === 1) return { kind: "problem", answers: { "1": word(), "2": [word(), word()] }, attempts: below(9), correct: [random() < 0.5, random() < 0.5] };
    return { kind: "block", state: { items: { a: word() }, n: below(99) }, score: random() < 0.3 ? null : below(1001), complete: random() < 0.5 };
  };
  const bridge = { owner: "o", device: "d", token: word(), refresh: "r", source: "s", nextSeq: 1 + below(99), departure: null, acknowledged: { progress: below(1001) }, passes: ["safe"], unsent: [] };
  return {
    leaves: Object.fromEntries(Array.from({ length: below(40) }, (_, index) => [`problem/q-${index}`, record()])),
    gates: random() < 0.5 ? {} : { safe: { at: 1795000000, score: below(1001), attempts: below(9) } },
    unit: random() < 0.5 ? null : "vertical/u1",
    status: (["incomplete", "completed", "passed", "failed"] as const)[below(4)] ?? "incomplete",
    bridge: random() < 0.5 ? null : { ...bridge, choice: "reporting" },
    outline: "1f0c2a9e",
    gone: random() < 0.5 ? [] : ["html/old"],
  };
}

test("whatever a learner has done comes back as it was, as ASCII that every LMS takes", () => {
  const random = dice(7);
  for (let round = 0; round < 300; round++) {
    const before = randomLearner(random);
    const text = encode(before);
    expect(text).toMatch(/^1\.[0-9a-z]+\.[A-Za-z0-9+$-]*$/);
    expect(decode(text)).toEqual({ learner: before, trouble: null });
  }
});

test("the bridge's decision without reporting keeps no secrets", () => {
  const bridge = { owner: "o", choice: "stopped", device: "d", token: "secret", refresh: "r", source: "s", nextSeq: 5, departure: null, acknowledged: {}, passes: [], unsent: [] } as const;
  const { learner: read } = decode(encode({ ...BEGINNER, bridge }));
  expect(read.bridge).toMatchObject({ owner: "o", choice: "stopped", token: "", refresh: "" });
});

test("a damaged text never breaks the start", () => {
  const text = encode(learner({ "html/a": SEEN, "problem/q": attempted(true) }));
  for (let index = 0; index < text.length; index++) {
    for (const broken of [text.slice(0, index), text.slice(0, index) + "#" + text.slice(index + 1), text.slice(0, index) + text.slice(index + 1)]) {
      const { learner: read, trouble } = decode(broken);
      if (broken !== "" && broken !== text) expect([trouble, read]).toEqual([trouble ?? "damaged", BEGINNER]);
    }
  }
});

test.each([
  ["", null],
  ["2.abc.xyz", "newer"],
  ["99.0.", "newer"],
  ["hello", "damaged"],
  ['{"v":1}', "damaged"],
  [`1.${checksum("Q")}.Q`, "damaged"],
])("%j: %s", (text, trouble) => expect(decode(text)).toEqual({ learner: BEGINNER, trouble }));

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

describe("room for private texts", () => {
  const module = { withoutPrivate: (state: Json) => ({ ...(state as object), note: "" }) } as unknown as BlockModule;
  const modules = new Map([["mobility_checklist", module]]);
  const noted = (note: string): Learner =>
    learner({ "mobility_checklist/c": { kind: "block", state: { note, done: 1 }, score: 0, complete: false } });
  const random = dice(3);
  const long = Array.from({ length: 2500 }, () => String.fromCharCode(33 + Math.floor(random() * 90))).join("");

  test("a note is taken while the answers to come still fit, an answer always", () => {
    expect(hasRoom(course(), noted("short"), modules)).toBe(true);
    expect(hasRoom(course(), noted(long), modules)).toBe(false);
    expect(hasRoom(course({ state: { limit: 64000, answers: 1500 } }), noted(long), modules)).toBe(true);
  });

  test("answers and other blocks do not count as private", () => {
    const state = withoutPrivate({ ...noted("mine"), leaves: { ...noted("mine").leaves, "problem/q": attempted(true) } }, modules);
    expect(state.leaves["mobility_checklist/c"]).toMatchObject({ state: { note: "", done: 1 } });
    expect(state.leaves["problem/q"]).toEqual(attempted(true));
    expect(privateLength(noted("four").leaves["mobility_checklist/c"], module)).toBe(4);
  });
});
