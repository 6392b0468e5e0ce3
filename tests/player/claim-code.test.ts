/** Claim codes, on the examples the record's own tests use. */

import { expect, test } from "vitest";
import examples from "../../mobility_bridge/schemas/examples/claim-codes.json";
import { ALPHABET, checkSymbol, normalise, readClaimCode } from "../../scorm_export/player/bridge/claim-code";
import { derivedUuid, randomUuid } from "../../scorm_export/player/bridge/uuid";

test.each(examples)("$written", ({ written, symbols }) => {
  expect(readClaimCode(written)?.replaceAll("-", "") ?? null).toBe(symbols);
});

test("is sent in groups", () => {
  expect(readClaimCode("7kq4 m2xp 9de")).toBe("7KQ4-M2XP-9DE");
});

test("every single mistyped symbol is found", () => {
  const right = `7KQ4M2XP9D${checkSymbol("7KQ4M2XP9D")}`;
  for (let index = 0; index < right.length; index++) {
    for (const symbol of ALPHABET) {
      const typed = right.slice(0, index) + symbol + right.slice(index + 1);
      expect(readClaimCode(typed) !== null).toBe(typed === right);
    }
  }
});

test("dashes of every kind, dots and blanks are ignored", () => {
  expect(normalise("0000\u20130000\u2212000")).toBe("00000000000");
  expect(normalise("0000.0000 00\u00a00")).toBe("00000000000");
});

test("uuids have the form the record asks for", () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  for (const uuid of [randomUuid(), randomUuid(), derivedUuid("one"), derivedUuid("")]) expect(uuid).toMatch(form);
  expect(derivedUuid("one")).toBe(derivedUuid("one"));
  expect(derivedUuid("one")).not.toBe(derivedUuid("two"));
});
