/** Rules of polls, surveys, word clouds and annotated texts: an answer counts once, is restored, and never does harm. */

import { describe, expect, test } from "vitest";
import type { Json } from "../../frontend/host";
import { rules as text } from "../../scorm_export/player/blocks/annotatable/rules";
import { type Action, type Chosen, type Definition, poll, rulesOf, submissionsLeft, survey } from "../../scorm_export/player/blocks/poll/rules";
import { type Action as Words, rules as cloud } from "../../scorm_export/player/blocks/word-cloud/rules";
import { dice } from "./course";

const item = (id: string) => ({ id, html: id, picture: null });
const asked = (most: number, questions = ["question"], answers = ["R", "G", "__proto__"]): Definition => ({
  questions: questions.map(item),
  answers: answers.map(item),
  feedback: "",
  most,
});
const NOW = "2027-02-11T18:04:31Z";
const polls = rulesOf(poll);
const surveys = rulesOf(survey);
const fresh = polls.restore(asked(1), undefined);
const vote = (choice: string, submission: number): Action<string> => ({ type: "answer", choice, submission });

/** Anything at all that may have been stored or sent. */
const ODD: Json[] = [null, true, 7, -1, "", "R", [], ["R"], {}, { choice: "R" }, { choice: 7, submissions: "1" }, { choice: { a: "R" }, submissions: 1.5 }, { submissions: 3 }, { words: ["x"], submitted: 1 }];

describe("polls", () => {
  test("nothing is answered at first", () => {
    expect(fresh).toEqual({ choice: "", submissions: 0 });
    expect(polls.standing(asked(1), fresh)).toMatchObject({ score: null, completion: 0, complete: false, evidence: [] });
  });

  test("an answer completes the poll and stands under “choice”, as text", () => {
    expect(polls.rules(asked(1), fresh, vote("G", 1), NOW)).toEqual({ state: { choice: "G", submissions: 1 }, score: null, completion: 1000, complete: true, evidence: [] });
  });

  test("the same action again counts once", () => {
    const once = polls.rules(asked(3), fresh, vote("G", 1), NOW).state;
    expect(polls.rules(asked(3), once, vote("G", 1), NOW)).toMatchObject({ state: once });
    expect(polls.rules(asked(3), once, vote("G", 2), NOW)).toMatchObject({ state: once });
    expect(polls.rules(asked(3), once, vote("G", 1), NOW).refused).toBeUndefined();
  });

  test.each([
    [1, ["R", "G"], "R", "no-more"],
    [2, ["R", "G", "R"], "G", "no-more"],
    [0, ["R", "G", "R", "G"], "G", undefined],
  ])("most %j, answers %j: %j stays", (most, answers, last, refused) => {
    let outcome = polls.standing(asked(most), fresh);
    for (const answer of answers) outcome = polls.rules(asked(most), outcome.state, vote(answer, outcome.state.submissions + 1), NOW);
    expect([outcome.state.choice, outcome.refused, outcome.complete]).toEqual([last, refused, true]);
  });

  test("answers left are counted", () => {
    expect([submissionsLeft(asked(0), 9), submissionsLeft(asked(3), 1), submissionsLeft(asked(1), 4)]).toEqual([null, 2, 0]);
  });

  test("the count has an end, answering has none", () => {
    const many = { choice: "R", submissions: 1023 };
    expect(polls.rules(asked(0), many, vote("G", 1024), NOW).state).toEqual({ choice: "G", submissions: 1023 });
  });

  test.each([
    [{ type: "vote", choice: "R", submission: 1 }, "unknown-action"],
    [{ type: "answer", choice: "X", submission: 1 }, "incomplete"],
    [{ type: "answer", choice: "constructor", submission: 1 }, "incomplete"],
    [{ type: "answer", submission: 1 }, "incomplete"],
    [{ type: "answer", choice: { question: "R" }, submission: 1 }, "incomplete"],
    [{ type: "answer", choice: "R", submission: 2 }, "stale"],
    [{ type: "answer", choice: "R", submission: "1" }, "stale"],
    [{ type: "answer", choice: "R" }, "stale"],
  ])("%j is refused as %s and changes nothing", (action, code) => {
    expect(polls.rules(asked(0), fresh, action as Action<string>, NOW)).toMatchObject({ refused: code, state: fresh, complete: false });
  });

  test("an answer the author took away may be given anew", () => {
    const stored = { choice: "G", submissions: 1 };
    expect(polls.restore(asked(1), stored)).toEqual(stored);
    expect(polls.restore(asked(1, ["question"], ["R"]), stored)).toEqual(fresh);
  });

  test.each(ODD)("stored %j becomes a state", (stored) => {
    const state = polls.restore(asked(1), stored);
    expect([typeof state.choice, Number.isInteger(state.submissions), state.submissions >= 0]).toEqual(["string", true, true]);
    expect(polls.restore(asked(1), JSON.parse(JSON.stringify(state)) as Json)).toEqual(state);
  });
});

describe("surveys", () => {
  const three = asked(1, ["a", "b", "__proto__"]);
  const whole = Object.fromEntries([["a", "R"], ["b", "__proto__"], ["__proto__", "G"]]) as Chosen;
  const none = surveys.restore(three, undefined);
  const send = (choice: Json): Action<Chosen> => ({ type: "answer", choice: choice as Chosen, submission: 1 });

  test("counts when every question is answered, and not before", () => {
    expect(surveys.rules(three, none, send({ a: "R", b: "R" }), NOW)).toMatchObject({ refused: "incomplete", complete: false });
    const outcome = surveys.rules(three, none, send(whole), NOW);
    expect([outcome.complete, Object.entries(outcome.state.choice), outcome.state.submissions]).toEqual([true, Object.entries(whole), 1]);
  });

  test("the order in which answers were given does not matter", () => {
    const state = surveys.rules(three, none, send(whole), NOW).state;
    const turned = Object.fromEntries(Object.entries(whole).reverse());
    expect(surveys.rules(three, state, send(turned), NOW)).toMatchObject({ state });
    expect(surveys.rules(three, state, send(turned), NOW).refused).toBeUndefined();
  });

  test("a question that is new is asked; the answers to the others are kept", () => {
    const stored = JSON.parse('{"choice": {"a": "R", "gone": "R"}, "submissions": 1}') as Json;
    expect(surveys.restore(three, stored)).toEqual({ choice: { a: "R" }, submissions: 0 });
  });

  test("what is no list of answers is refused", () => {
    for (const choice of ODD) expect(surveys.rules(three, none, send(choice), NOW).refused).toBe("incomplete");
  });
});

describe("word clouds", () => {
  const three = { instructions: "", inputs: 3 };
  const none = cloud.restore(three, undefined);
  const say = (...words: unknown[]): Words => ({ type: "words", words: words as string[] });

  test("words complete it; empty fields say nothing", () => {
    const outcome = cloud.rules(three, none, say(" sea ", "", "tram"), NOW);
    expect(outcome).toMatchObject({ state: { submitted: true, words: { "1": "sea", "3": "tram" } }, score: null, completion: 1000, complete: true });
  });

  test("said twice is said once; other words come too late", () => {
    const { state } = cloud.rules(three, none, say("sea"), NOW);
    expect(cloud.rules(three, state, say("sea", ""), NOW).refused).toBeUndefined();
    expect(cloud.rules(three, state, say("tram"), NOW)).toMatchObject({ refused: "already", state });
  });

  test.each([
    [say(), "no-words"],
    [say("  ", ""), "no-words"],
    [say("x".repeat(41)), "too-long"],
    [say("😀".repeat(41)), "too-long"],
    [say("a", "b", "c", "d"), "unknown-action"],
    [say(7), "unknown-action"],
    [say("\ud800"), "unknown-action"],
    [{ type: "words", words: "sea" }, "unknown-action"],
    [{ type: "word", words: ["sea"] }, "unknown-action"],
    [{}, "unknown-action"],
  ])("%j is refused as %s", (action, code) => {
    expect(cloud.rules(three, none, action as Words, NOW)).toMatchObject({ refused: code, state: none });
  });

  test("forty signs are counted as people count", () => {
    expect(cloud.rules(three, none, say("😀".repeat(40)), NOW).complete).toBe(true);
  });

  test("words are private: the state holds none of them, and joining brings them back", () => {
    const { state } = cloud.rules(three, none, say("sea", "tram"), NOW);
    const apart = cloud.split(state);
    expect(apart).toEqual({ state: { submitted: true }, notes: { "1": "sea", "2": "tram" } });
    expect(cloud.join(cloud.restore(three, apart.state as unknown as Json), apart.notes)).toEqual(state);
  });

  test("words that another browser keeps are missed, the answer is not", () => {
    expect(cloud.standing(three, cloud.restore(three, { submitted: true }))).toMatchObject({ complete: true, state: { words: {} } });
  });

  test.each(ODD)("stored %j becomes a state", (stored) => {
    const state = cloud.restore(three, stored);
    expect(typeof state.submitted).toBe("boolean");
    expect(Object.keys(state.words)).toEqual([]);
  });

  test("stored words of odd shape are dropped one by one", () => {
    const stored = JSON.parse('{"submitted": true, "words": {"1": "sea", "2": 7, "11": "no", "__proto__": "no", "3": ""}}') as Json;
    expect(cloud.restore(three, stored)).toEqual({ submitted: true, words: { "1": "sea" } });
  });
});

describe("annotated texts", () => {
  const definition = { instructions: "", text: "", comments: [] };

  test("are done once shown, keep nothing and take no action", () => {
    expect(text.standing(definition, {})).toMatchObject({ complete: true, completion: 1000, score: null });
    for (const stored of ODD) expect(text.restore(definition, stored)).toEqual({});
    expect(text.rules(definition, {}, {} as never, NOW)).toMatchObject({ refused: "unknown-action", state: {} });
  });
});

test("whatever is sent, in any order: a state stays a state, and complete stays complete", () => {
  const roll = dice(3);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;
  const definition = asked(2, ["a", "b"]);
  for (let round = 0; round < 300; round++) {
    let outcome = surveys.standing(definition, surveys.restore(definition, pick(ODD)));
    for (let step = 0; step < 8; step++) {
      const choice = roll() < 0.5 ? { a: pick(["R", "G", "x"]), b: pick(["R", "__proto__"]) } : pick(ODD);
      const before = outcome;
      outcome = surveys.rules(definition, outcome.state, { type: "answer", choice: choice as Chosen, submission: Math.floor(roll() * 4) }, NOW);
      if (outcome.refused) expect(outcome.state).toEqual(before.state);
      expect(outcome.state.submissions).toBeLessThanOrEqual(2);
      expect(outcome.complete || !before.complete).toBe(true);
      expect(surveys.restore(definition, JSON.parse(JSON.stringify(outcome.state)) as Json)).toEqual(outcome.state);
    }
  }
});
