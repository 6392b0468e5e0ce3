/** Rules of a drag and drop, on numbered cases read off what Open edX's XBlock does for the same moves. */

import { expect, test } from "vitest";
import { type Definition, type Item, type Zone } from "../../scorm_export/player/blocks/drag-and-drop/definition";
import { extent, isTooSmall, place, widthInZone } from "../../scorm_export/player/blocks/drag-and-drop/layout";
import { answer, answerIsOpen, apply, isOver, judge, restore, standing, type Action, type State } from "../../scorm_export/player/blocks/drag-and-drop/rules";
import { contrast } from "../../scorm_export/player/blocks/drag-and-drop/colours";
import { itemName, zoneName } from "../../scorm_export/player/blocks/drag-and-drop/words";
import type { Json } from "../../frontend/host";

const zone = (id: string, x = 0): Zone => ({ id, title: id, description: "", x, y: 10, width: 100, height: 50, align: "center" });
const item = (id: string, ...zones: string[]): Item =>
  ({ id, name: id, html: "", image: null, alt: "", width: null, bare: false, zones, right: "", wrong: "" });

function activity(changes: Partial<Definition> = {}): Definition {
  return {
    name: "", mode: "standard", attempts: null, room: null, points: 1000, question: "", heading: true, picture: null, about: "", borders: "never",
    labels: false, background: "", colour: "", zones: [zone("a"), zone("b", 200)], items: [item("0", "a"), item("1", "a", "b"), item("2", "b"), item("3")],
    start: "", finish: "", explanation: "", show: "finished", ...changes,
  };
}

type Move = [item: string, zone: string | null] | "check" | "reset";

/** State, score and refusals after some moves. */
function play(definition: Definition, moves: Move[], from: State = { at: {} }) {
  const refused: string[] = [];
  let state = from;
  for (const move of moves) {
    const action: Action =
      move === "check" ? { type: "check", attempt: (state.tries ?? 0) + 1 } : move === "reset" ? { type: "reset" } : { type: "drop", item: move[0], zone: move[1] };
    const outcome = apply(definition, state, action);
    if (outcome.refused !== undefined) refused.push(outcome.refused);
    state = outcome.state;
  }
  const { score, completion, complete } = standing(definition, state);
  return { at: state.at, score, completion, complete, refused, over: isOver(definition, state) };
}

const STANDARD: [name: string, moves: Move[], at: State["at"], score: number, completion: number, refused: string[]][] = [
  ["1: nothing was dropped: no point, not even for the decoy", [], {}, 0, 0, []],
  ["2: a wrong drop goes back; the decoy in the bank counts from now on", [["0", "b"]], {}, 250, 0, []],
  ["3: a right drop stays and counts with the decoy", [["0", "a"]], { "0": "a" }, 500, 333, []],
  ["4: an item may have more than one right place", [["1", "b"]], { "1": "b" }, 500, 333, []],
  ["5: all but the decoy are placed: complete", [["0", "a"], ["1", "a"], ["2", "b"]], { "0": "a", "1": "a", "2": "b" }, 1000, 1000, []],
  ["6: a decoy never stays", [["3", "a"]], {}, 250, 0, []],
  ["7: what lies right is fixed", [["1", "a"], ["1", "b"], ["1", null]], { "1": "a" }, 500, 333, ["fixed", "fixed"]],
  ["8: the same drop twice is one", [["0", "a"], ["0", "a"]], { "0": "a" }, 500, 333, []],
  ["9: starting again takes neither points nor completion", [["0", "a"], ["1", "a"], ["2", "b"], "reset"], {}, 1000, 1000, []],
  ["10: starting again half way keeps the best score, not the progress", [["0", "a"], "reset", ["2", "a"]], {}, 500, 0, []],
  ["11: there is nothing to check", ["check"], {}, 0, 0, ["unknown-action"]],
  ["12: unknown things are refused", [["9", "a"], ["0", "z"], ["constructor", "a"]], {}, 0, 0, ["unknown-item", "unknown-zone", "unknown-item"]],
];

test.each(STANDARD)("standard %s", (_, moves, at, score, completion, refused) => {
  expect(play(activity(), moves)).toMatchObject({ at, score, completion, refused, complete: completion === 1000 });
});

const ASSESSMENT: [name: string, attempts: number | null, moves: Move[], at: State["at"], score: number, completion: number, refused: string[]][] = [
  ["1: items stay where they are put, and nothing counts before the check", 2, [["0", "b"], ["1", "a"]], { "0": "b", "1": "a" }, 0, 0, []],
  ["2: a check counts right places and decoys left alone; the rest goes back", 2, [["0", "b"], ["1", "a"], "check"], { "1": "a" }, 500, 1000, []],
  ["3: a misplaced decoy costs its point and goes back", 2, [["1", "a"], ["3", "a"], "check"], { "1": "a" }, 250, 1000, []],
  ["4: after the last attempt everything stays, and nothing moves", 1, [["0", "b"], ["3", "a"], "check", ["0", "a"], "reset", "check"], { "0": "b", "3": "a" }, 0, 1000, ["no-attempts", "no-attempts", "no-attempts"]],
  ["5: the score never goes down", 3, [["0", "a"], ["1", "a"], "check", "reset", ["3", "a"], "check"], {}, 750, 1000, []],
  ["6: an item can move on and go back to the bank", 2, [["0", "a"], ["0", "b"], ["1", "a"], ["1", null], ["1", null]], { "0": "b" }, 0, 0, []],
  ["7: with nothing placed there is nothing to check", 2, ["check"], {}, 0, 0, ["nothing-placed"]],
  ["8: everything right", 2, [["0", "a"], ["1", "b"], ["2", "b"], "check"], { "0": "a", "1": "b", "2": "b" }, 1000, 1000, []],
  ["9: without a limit one may go on for ever", null, [["0", "b"], "check", ["0", "b"], "check", ["0", "a"], "check"], { "0": "a" }, 500, 1000, []],
];

test.each(ASSESSMENT)("assessment %s", (_, attempts, moves, at, score, completion, refused) => {
  expect(play(activity({ mode: "assessment", attempts }), moves)).toMatchObject({ at, score, completion, refused });
});

test("a check said twice counts once, and none can be skipped", () => {
  const definition = activity({ mode: "assessment", attempts: 3 });
  const placed = apply(definition, { at: {} }, { type: "drop", item: "0", zone: "a" }).state;
  const once = apply(definition, placed, { type: "check", attempt: 1 }).state;
  expect(apply(definition, once, { type: "check", attempt: 1 }).state).toEqual(once);
  expect(apply(definition, once, { type: "check", attempt: 3 }).refused).toBe("unknown-action");
  expect(once.tries).toBe(1);
});

test.each(["standard", "assessment"] as const)("%s: a full place takes no more", (mode) => {
  const definition = activity({ mode, room: 1 });
  expect(play(definition, [["0", "a"], ["1", "a"], ["0", "a"]])).toMatchObject({ at: { "0": "a" }, refused: ["zone-full"] });
});

test("a drag and drop that is done cannot be moved; in standard mode it can be started again", () => {
  expect(play(activity(), [["0", "a"], ["1", "a"], ["2", "b"]]).over).toBe(true);
  expect(play(activity(), [["0", "a"], ["1", "a"], ["2", "b"], "reset"]).over).toBe(false);
});

test("points are per mille, halves up", () => {
  const definition = activity({ items: [item("0", "a"), item("1", "a"), item("2", "a"), item("3", "a"), item("4", "a"), item("5", "a")] });
  expect(play(definition, [["0", "a"]]).score).toBe(167);
});

test("decoys only: it is complete as it stands", () => {
  expect(standing(activity({ items: [item("0")] }), { at: {} })).toMatchObject({ complete: true, score: 0 });
});

test("the answer keeps what lies right and spreads the rest", () => {
  const items = [item("0", "a", "b"), item("1", "a", "b"), item("2", "b"), item("3")];
  expect(answer(activity({ items }), { "0": "b", "2": "a" })).toEqual({ "0": "b", "1": "a", "2": "b" });
  expect(answer(activity({ items }), {})).toEqual({ "0": "a", "1": "b", "2": "b" });
});

const RIGHT = { "0": "a", "1": "a", "2": "b" };
const OPEN: [show: string, fresh: boolean, tried: boolean, right: boolean, spent: boolean][] = [
  ["always", true, true, true, true],
  ["never", false, false, false, false],
  ["attempted", false, true, true, true],
  ["attempted_no_past_due", false, true, true, true],
  ["answered", false, false, true, false],
  ["correct_or_past_due", false, false, true, false],
  ["closed", false, false, false, true],
  ["after_all_attempts", false, false, false, true],
  ["finished", false, false, true, true],
  ["after_all_attempts_or_correct", false, false, true, true],
  ["past_due", false, false, false, false],
  ["constructor", false, false, false, false],
];

test.each(OPEN)("showanswer %s", (show, ...expected) => {
  const definition = activity({ mode: "assessment", attempts: 3, show });
  const states: State[] = [{ at: {} }, { at: { "0": "a" }, tries: 1 }, { at: RIGHT, tries: 1 }, { at: { "0": "b" }, tries: 3 }];
  expect(states.map((state) => answerIsOpen(definition, state))).toEqual(expected);
  expect(answerIsOpen({ ...definition, mode: "standard" }, { at: RIGHT })).toBe(false);
});

test("the answer is not told by putting it there unasked", () => {
  expect(answerIsOpen(activity({ mode: "assessment", show: "answered" }), { at: RIGHT })).toBe(false);
});

const DAMAGED: [stored: Json | undefined, state: State][] = [
  [undefined, { at: {} }],
  [null, { at: {} }],
  ["x", { at: {} }],
  [[1], { at: {} }],
  [{ at: [] }, { at: {} }],
  [{ at: { "0": "a", "1": 7, "2": "zzz", "9": "a" } }, { at: { "0": "a" } }],
  [{ at: { "0": "b", "1": "b" } }, { at: { "1": "b" } }],
  [{ at: {}, best: -3, tries: 5, done: "yes" }, { at: {} }],
  [{ at: {}, best: 4000, done: true }, { at: {}, best: 1000, done: true }],
  [{ at: {}, best: 1.5 }, { at: {} }],
];

test.each(DAMAGED)("stored %j becomes %j", (stored, state) => {
  expect(restore(activity(), stored)).toEqual(state);
});

test("assessment: wrong places are kept, attempts have a ceiling", () => {
  const definition = activity({ mode: "assessment", attempts: 3 });
  expect(restore(definition, { at: { "0": "b", "3": "a" }, tries: 9, done: true })).toEqual({ at: { "0": "b", "3": "a" }, tries: 3 });
  expect(restore({ ...definition, attempts: null }, { at: {}, tries: 1e6 })).toEqual({ at: {}, tries: 1023 });
});

test("any moves: what is stored comes back, the score only rises, complete stays complete", () => {
  let seed = 5;
  const dice = (most: number): number => (seed = (seed * 48271) % 2147483647) % most;
  for (const mode of ["standard", "assessment"] as const) {
    const definition = activity({ mode, attempts: 4, room: 2 });
    for (let round = 0; round < 200; round++) {
      let state: State = { at: {} };
      let before = standing(definition, state);
      for (let step = 0; step < 20; step++) {
        const moves: Action[] = [{ type: "reset" }, { type: "check", attempt: (state.tries ?? 0) + 1 }];
        const drop: Action = { type: "drop", item: String(dice(4)), zone: [null, "a", "b"][dice(3)] ?? null };
        const outcome = apply(definition, state, dice(8) < 6 ? drop : moves[dice(2)]!);
        expect(outcome.score).toBeGreaterThanOrEqual(before.score ?? 0);
        expect(outcome.complete || !before.complete).toBe(true);
        expect(restore(definition, JSON.parse(JSON.stringify(outcome.state)) as Json)).toEqual(outcome.state);
        [state, before] = [outcome.state, outcome];
      }
    }
  }
});

test("verdicts name what is right, misplaced and missing", () => {
  expect(judge(activity(), { "0": "b", "1": "a", "3": "a" })).toMatchObject({ right: ["1"], misplaced: ["0", "3"], missing: ["2"], correct: false, score: 250 });
});

test("places are parts of the picture; too small ones become a list", () => {
  const definition = activity();
  expect(extent(definition)).toEqual({ width: 312, height: 72 });
  expect(place(zone("a", 150), { width: 600, height: 200 })).toBe("left:25%;top:5%;width:16.67%;height:25%");
  expect([600, 300].map((screen) => isTooSmall(definition, { width: 600, height: 200 }, screen))).toEqual([false, true]);
  expect([null, 20, 5].map((width) => widthInZone({ ...item("0"), width }, zone("a"), { width: 600, height: 200 }))).toEqual([100, 100, 30]);
});

test("contrast of colours as WCAG reckons it", () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
  expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
});

test("an item or a place without a name gets its number", () => {
  const definition = activity({ items: [item("5"), { ...item("7"), name: "" }], zones: [{ ...zone("a"), title: "" }] });
  expect(definition.items.map((one) => itemName(definition, one))).toEqual(["5", "Item 2"]);
  expect(zoneName(definition, 0)).toBe("Place 1");
});
