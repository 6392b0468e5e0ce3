/** Every sentence of the player stands in the German catalogue, with the same places to fill in, and nothing else does. */

import { expect, test } from "vitest";
import { chooseLanguage } from "../../scorm_export/player/library";
import base from "../../frontend/block-element.ts?raw";
import shared from "../../scorm_export/player/blocks/locale/de.po?raw";
import german from "../../scorm_export/player/locale/de.po?raw";

const sources = import.meta.glob<string>("../../scorm_export/player/**/*.ts", { query: "?raw", import: "default", eager: true });
const catalogues = import.meta.glob<string>(["../../scorm_export/player/blocks/*/locale/de.po", "../../scorm_export/player/{films,embeds,questions}/locale/de.po"], { query: "?raw", import: "default", eager: true });
/** Folder of a script that comes only into some packages, with a catalogue of its own; "" for the player. */
const family = (path: string): string => /\/(?:blocks\/([^/]+)|player\/(films|embeds|questions))\//.exec(path)?.slice(1).find(Boolean) ?? "";
const textsIn = (source: string): string[] => [...source.matchAll(/\bt\(\s*("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text!) as string);
const textsOf = (name: string): Set<string> =>
  new Set(Object.entries(sources).filter(([path]) => family(path) === name).flatMap(([, source]) => textsIn(source)));
const entriesOf = (po: string): Map<string, string> => {
  const found = [...po.matchAll(/^msgid (".*")\nmsgstr (".*")$/gm)].map(([, id, text]) => [JSON.parse(id!) as string, JSON.parse(text!) as string] as const);
  return new Map(found.filter(([id]) => id !== ""));
};
const used = textsOf("");
const catalogue = entriesOf(german);
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

test("each script that comes only into some packages has a catalogue with just its texts", () => {
  const families = new Set(Object.keys(sources).map(family).filter((name) => name !== ""));
  expect([...families]).toEqual(expect.arrayContaining(["done", "films", "embeds"]));
  for (const name of families) {
    const po = Object.entries(catalogues).find(([path]) => family(path) === name)?.[1] ?? "";
    expect([name, [...entriesOf(po).keys()].sort()]).toEqual([name, [...textsOf(name)].sort()]);
    for (const [text, translation] of entriesOf(po)) expect([text, translation !== "" && places(translation)]).toEqual([text, places(text)]);
  }
});

test("what every block says is translated for packages that have blocks of Open edX only", () => {
  expect(new Set(entriesOf(shared).keys())).toEqual(new Set(textsIn(base)));
  for (const translation of entriesOf(shared).values()) expect(translation).not.toBe("");
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
