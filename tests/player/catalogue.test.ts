/** Every sentence of the player stands in the German catalogue, with the same places to fill in, and nothing else does. */

import { expect, test } from "vitest";
import { chooseLanguage } from "../../scorm_export/player/library";
import german from "../../scorm_export/player/locale/de.po?raw";

const sources = import.meta.glob<string>("../../scorm_export/player/**/*.ts", { query: "?raw", import: "default", eager: true });
const used = new Set(
  Object.values(sources).flatMap((source) => [...source.matchAll(/\bt\(\s*("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text!) as string)),
);
const catalogue = new Map(
  [...german.matchAll(/^msgid (".*")\nmsgstr (".*")$/gm)].map(([, id, text]) => [JSON.parse(id!) as string, JSON.parse(text!) as string]),
);
catalogue.delete("");
const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

test("each text is translated", () => {
  expect(used.size).toBeGreaterThan(50);
  expect([...used].filter((text) => !catalogue.get(text))).toEqual([]);
});

test("no translation is left over", () => {
  expect([...catalogue.keys()].filter((text) => !used.has(text))).toEqual([]);
});

test("places to fill in are the same", () => {
  for (const [text, translation] of catalogue) expect([text, places(translation)]).toEqual([text, places(text)]);
});

test.each([
  [["de-AT", "en"], "en", ["de"], "de"],
  [["en-GB"], "de", ["de"], "de"],
  [["en-GB"], "en", ["de"], "en"],
  [["pl", "de"], "de", ["de", "pl"], "pl"],
  [["fr"], "de", [], "en"],
  [["pt-BR"], "en", ["pt-pt", "pt-br"], "pt-br"],
  [[], "de", ["de"], "de"],
])("learner %j, course %s, package %j: the interface speaks %s", (wanted, course, available, expected) => {
  expect(chooseLanguage(wanted, course, available)).toBe(expected);
});
