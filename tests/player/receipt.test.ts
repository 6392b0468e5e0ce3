/** Receipts, on the examples the record's own tests use. */

import { expect, test } from "vitest";
import examples from "../../mobility_bridge/schemas/examples/receipts.json";
import { ALPHABET, checkSymbol } from "../../scorm_export/player/bridge/claim-code";
import { payloadOf, receiptKey, receiptSheet, receiptText } from "../../scorm_export/player/bridge/receipt";
import type { Reporting } from "../../scorm_export/player/package";

const REPORTING: Reporting = {
  version: 1,
  record: "https://record.example",
  package: "BlendedMobility+APP",
  package_version: "0a1b2c3d4e5f",
  line_items: ["progress", "grade", "gate:work-safety", "gate:later"],
};
const CODE = "7KQ4-M2XP-9DE";
const NOW = "2026-11-23T23:59:59Z";
const STANDING = {
  progress: 640,
  grade: 0,
  gates: [{ id: "work-safety", score: 1000, passed: true }, { id: "later", score: 0, passed: false }],
};

test.each(examples)("$receipt", ({ code, package: id, version, line_item, per_mille, day, receipt }) => {
  expect(receiptText(receiptKey(code), payloadOf(line_item, per_mille, day), id, version)).toBe(receipt);
});

test("there is one for each line item that has a value, in the order of what they mean", () => {
  const sheet = receiptSheet(" 7kq4 m2xp 9de ", REPORTING, STANDING, NOW);
  expect(sheet?.day.toISOString()).toBe("2026-11-23T00:00:00.000Z");
  expect(sheet?.receipts).toEqual([
    { lineitem: "progress", perMille: 640, text: examples[0]!.receipt },
    { lineitem: "grade", perMille: 0, text: examples[1]!.receipt },
    { lineitem: "gate:work-safety", perMille: 1000, text: examples[2]!.receipt },
  ]);
});

test("a course without grade, and line items the package does not report, have none", () => {
  const sheet = receiptSheet(CODE, { ...REPORTING, line_items: ["progress"] }, { ...STANDING, grade: null }, NOW);
  expect(sheet?.receipts.map(({ lineitem }) => lineitem)).toEqual(["progress"]);
});

test("a check that was tried and not passed has one", () => {
  const gates = [{ id: "work-safety", score: 500, passed: false }];
  const sheet = receiptSheet(CODE, REPORTING, { ...STANDING, gates }, NOW);
  expect(sheet?.receipts.at(-1)).toMatchObject({ lineitem: "gate:work-safety", perMille: 500 });
});

test("a mistyped code makes no receipt", () => {
  for (const typed of ["", "7KQ4-M2XP-9DF", "7KQ4-M2XP-9D", `${CODE}0`]) expect(receiptSheet(typed, REPORTING, STANDING, NOW)).toBeNull();
});

test.each([["1970-01-01T00:00:00Z", "2026-01-01"], ["2300-01-01T00:00:00Z", "2205-06-07"]])("a clock at %s is cut to %s", (now, day) => {
  expect(receiptSheet(CODE, REPORTING, STANDING, now)?.day.toISOString().slice(0, 10)).toBe(day);
});

test("every single mistyped symbol is found by the check symbol", () => {
  const right = examples[0]!.receipt.replaceAll("-", "");
  for (let index = 0; index < right.length; index++) {
    for (const symbol of ALPHABET) {
      const typed = right.slice(0, index) + symbol + right.slice(index + 1);
      expect(checkSymbol(typed.slice(0, 23)) === typed.charAt(23)).toBe(typed === right);
    }
  }
});
