/** What is said about a fact, on a clock of the test's own. */
import { describe, expect, test } from "vitest";
import type { Fact } from "../../xblocks/facts/rules";
import { dateWord, dayOf, isStale, languageWord, topics, webAddress } from "../../xblocks/facts/words";

describe("a fact may have changed once its review is over", () => {
  test.each([
    ["2027-11", "2027-10-31", false],
    ["2027-11", "2027-11-01", false],
    ["2027-11", "2027-11-30", false],
    ["2027-11", "2027-12-01", true],
    ["2027-11", "2028-01-01", true],
    ["2027-11-15", "2027-11-14", false],
    ["2027-11-15", "2027-11-15", false],
    ["2027-11-15", "2027-11-16", true],
  ])("review %s on %s", (review, today, stale) => {
    expect(isStale({ review }, today)).toBe(stale);
  });

  test("the day is the learner's own", () => {
    expect(dayOf(new Date(2027, 10, 5, 0, 1))).toBe("2027-11-05");
    expect(dayOf(new Date(2027, 0, 31, 23, 59))).toBe("2027-01-31");
  });
});

test.each([
  ["2026-11", "en-GB", "November 2026"],
  ["2026-11-05", "en-GB", "5 November 2026"],
  ["2026-11-05", "en", "5 November 2026"],
  ["2027-03", "de", "März 2027"],
  ["2027-03-14", "de", "14. März 2027"],
])("%s in %s is %s", (date, language, word) => {
  expect(dateWord(date, language)).toBe(word);
});

test.each([
  ["fi", "en", "Finnish"],
  ["fi", "de", "Finnisch"],
  ["en", "en-GB", ""],
  ["EN-gb", "en", ""],
  ["", "en", ""],
  ["qqq-none-such-language", "en", ""],
  ["xx", "en", ""],
])("a source in %s, read in %s: %s", (code, language, word) => {
  expect(languageWord(code, language)).toBe(word);
});

test.each([
  ["https://example.org/a?b=1", true],
  ["http://example.org", true],
  ["HTTPS://EXAMPLE.ORG/", true],
  ["javascript:alert(1)", false],
  [" javascript:alert(1)", false],
  ["data:text/html,x", false],
  ["//example.org", false],
  ["example.org", false],
  ["", false],
])("%s is an address of the web: %s", (url, is) => {
  expect(webAddress(url)).toBe(is ? url : "");
});

test("topics stand in the order in which they come first, facts in the author's", () => {
  const facts = [["a", "Rest"], ["b", "Work"], ["c", "Rest"]].map(([id, topic]) => ({ id, topic }) as Fact);
  expect(topics(facts).map(({ title, facts: of }) => [title, of.map(({ id }) => id)])).toEqual([
    ["Rest", ["a", "c"]],
    ["Work", ["b"]],
  ]);
});
