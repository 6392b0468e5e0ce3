/** The blocks' rules in TypeScript, on the cases they share with Python (xblocks/<block>/cases.json). */
import { describe, expect, test } from "vitest";
import type { Json, Outcome } from "../../frontend/host";
import * as checklist from "../../xblocks/checklist/rules";
import checklistCases from "../../xblocks/checklist/cases.json?raw";
import * as facts from "../../xblocks/facts/rules";
import factsCases from "../../xblocks/facts/cases.json?raw";

interface Case {
  name: string;
  definition: string;
  stored: Json;
  action: Json;
  expect: { [key: string]: Json };
}

/** Each block's rules, whatever their types. */
interface Rules {
  apply(definition: Json, state: Json, action: Json, now: string): Outcome<Json>;
  restore(definition: Json, stored: Json): Json;
  standing(definition: Json, state: Json): Outcome<Json>;
}

const NOW = "2027-03-14T00:00:00Z";
const BLOCKS = [
  { block: "mobility_checklist", rules: checklist as unknown as Rules, json: checklistCases },
  { block: "mobility_facts", rules: facts as unknown as Rules, json: factsCases },
];

describe.each(BLOCKS)("$block", ({ rules, json }) => {
  /** Read by JSON.parse, as browsers do: a file may hold half a surrogate pair, which stricter readers refuse. */
  const { cases, definitions } = JSON.parse(json) as { cases: Case[]; definitions: Record<string, Json> };
  const definitionOf = ({ definition }: Case): Json => definitions[definition] as Json;

  test.each(cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const definition = definitionOf(one);
    const state = rules.restore(definition, one.stored);
    const outcome = (one.action === null ? rules.standing(definition, state) : rules.apply(definition, state, one.action, NOW)) as unknown as {
      [key: string]: Json;
    };
    const compared = Object.fromEntries(Object.keys(one.expect).map((key) => [key, outcome[key]]));
    expect(compared).toEqual(one.expect);
    expect("refused" in outcome).toBe("refused" in one.expect);
    expect(outcome.complete).toBe(outcome.completion === 1000);
  });

  test("rules leave the state they were given alone", () => {
    for (const one of cases.filter(({ action }) => action !== null)) {
      const state = rules.restore(definitionOf(one), one.stored);
      const before = JSON.stringify(state);
      rules.apply(definitionOf(one), state, one.action, NOW);
      expect(JSON.stringify(state)).toBe(before);
    }
  });
});
