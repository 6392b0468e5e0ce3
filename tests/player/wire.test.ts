/** Examples of what crosses the bridge: valid ones are valid in TypeScript too, broken ones are not. */

import { describe, expect, test } from "vitest";
import { wireErrors } from "./wire";

type Files = Record<string, unknown>;
const valid: Files = import.meta.glob("../../mobility_bridge/schemas/examples/*--*.json", { eager: true, import: "default" });
const invalid: Files = import.meta.glob("../../mobility_bridge/schemas/examples/invalid/*.json", { eager: true, import: "default" });

/** "…/events-request--two.json" is about the schema "events-request". */
const schemaOf = (path: string): string => path.split("/").pop()?.split("--")[0] ?? "";

describe("examples of what crosses the bridge", () => {
  test.each(Object.entries(valid))("%s is valid", (path, example) => {
    expect(wireErrors(schemaOf(path), example)).toBe("");
  });
  test.each(Object.entries(invalid))("%s is not", (path, example) => {
    expect(wireErrors(schemaOf(path), example)).not.toBe("");
  });
  test("there are some of both", () => {
    expect(Object.keys(valid).length).toBeGreaterThan(10);
    expect(Object.keys(invalid).length).toBeGreaterThan(20);
  });
});
