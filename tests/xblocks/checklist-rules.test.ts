/** The checklist's rules in TypeScript, on the cases they share with Python (xblocks/checklist/cases.json). */
import { describe, expect, test } from "vitest";
import type { Json, Outcome } from "../../frontend/host";
import casesJson from "../../xblocks/checklist/cases.json?raw";
import {
  apply,
  restore,
  standing,
  join,
  split,
  withoutGone,
  type Action,
  type Definition,
  type State,
} from "../../xblocks/checklist/rules";

interface Case {
  name: string;
  definition: string;
  stored: Json;
  action: Json;
  expect: { [key: string]: Json };
}

/** Read by JSON.parse, as browsers do: the file holds half a surrogate pair, which stricter readers refuse. */
const { cases, definitions } = JSON.parse(casesJson) as { cases: Case[]; definitions: Record<string, Definition> };
const NOW = "2027-03-14T00:00:00Z";

function play({ definition, stored, action }: Case): Outcome<State> {
  const wanted = definitions[definition] as Definition;
  const state = restore(wanted, stored);
  return action === null ? standing(wanted, state) : apply(wanted, state, action as unknown as Action, NOW);
}

describe("shared cases", () => {
  test.each(cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const outcome = play(one) as unknown as { [key: string]: Json };
    const compared = Object.fromEntries(Object.keys(one.expect).map((key) => [key, outcome[key]]));
    expect(compared).toEqual(one.expect);
    expect("refused" in outcome).toBe("refused" in one.expect);
    expect(outcome.complete).toBe(outcome.completion === 1000);
  });
});

test("rules leave the state they were given alone", () => {
  for (const one of cases.filter(({ action }) => action !== null)) {
    const definition = definitions[one.definition] as Definition;
    const state = restore(definition, one.stored);
    const before = JSON.stringify(state);
    apply(definition, state, one.action as unknown as Action, NOW);
    expect(JSON.stringify(state)).toBe(before);
  }
});

test("what yields first when an LMS has little room: notes and answers of steps that are gone", () => {
  const state: State = {
    version: 1,
    edition: "f840dee8",
    items: { a: { status: "done", note: "mine" }, b: { note: "mine too" } },
    gone: { c: { status: "done", note: "old" } },
    best: 500,
  };
  const apart = split(state);
  expect(apart).toEqual({
    state: { version: 1, edition: "f840dee8", items: { a: { status: "done" } }, gone: { c: { status: "done" } }, best: 500 },
    notes: { a: "mine", b: "mine too", c: "old" },
  });
  expect(join(apart.state, apart.notes)).toEqual(state);
  expect(withoutGone(apart.state)).toEqual({ version: 1, edition: "f840dee8", items: { a: { status: "done" } }, best: 500 });
});
