/** Contrast of every pair of colours that meet, in light, dark and high-contrast mode (WCAG 2.2: 1.4.3, 1.4.11). */

import { describe, expect, test } from "vitest";
import tokens from "../../frontend/tokens.css?raw";

type Palette = Record<string, string>;

/** The colours of the block after `query` ("" for the base). */
function palette(query: string): Palette {
  const from = query === "" ? tokens : tokens.slice(tokens.indexOf(`@media ${query} {`));
  const body = /:root \{([^}]*)\}/.exec(from)?.[1] ?? "";
  return Object.fromEntries([...body.matchAll(/--m-color-([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]));
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ["bg", "surface"];
const SOFT = ["primary-soft", "accent-soft", "ok-soft", "warn-soft", "danger-soft"];
const TEXT: [string, string][] = [
  ...["text", "muted", "primary", "ok", "warn", "danger"].flatMap((text) => GROUNDS.map((ground): [string, string] => [text, ground])),
  ...SOFT.flatMap((soft): [string, string][] => [["text", soft], ["muted", soft], ["primary", soft]]),
  ["ok", "ok-soft"], ["warn", "warn-soft"], ["danger", "danger-soft"], ["on-primary", "primary"],
];
const CONTROLS: [string, string][] = [
  ...["border", "accent", "focus", "primary"].flatMap((part) => GROUNDS.map((ground): [string, string] => [part, ground])),
  ...SOFT.map((soft): [string, string] => ["focus", soft]),
  ["accent", "accent-soft"], ["border", "primary-soft"],
];

const light = palette("");
const MODES: [string, Palette][] = [
  ["light", light],
  ["dark", palette("(prefers-color-scheme: dark)")],
  ["high contrast", palette("(prefers-contrast: more)")],
  ["high contrast, dark", palette("(prefers-contrast: more) and (prefers-color-scheme: dark)")],
];

describe.each(MODES)("%s", (_mode, colours) => {
  test("every colour is set", () => expect(Object.keys(colours).sort()).toEqual(Object.keys(light).sort()));
  test.each(TEXT)("text %s on %s", (text, ground) => expect(contrast(colours[text]!, colours[ground]!)).toBeGreaterThanOrEqual(4.5));
  test.each(CONTROLS)("control %s on %s", (part, ground) => expect(contrast(colours[part]!, colours[ground]!)).toBeGreaterThanOrEqual(3));
});

test("the player uses tokens only: no colour of its own but the black behind a video", () => {
  const sheets = import.meta.glob<string>("../../scorm_export/player/css/*.css", { query: "?raw", import: "default", eager: true });
  const own = Object.values(sheets).flatMap((sheet) => sheet.match(/#[0-9a-f]{3,8}\b(?=;)|\brgba?\(/gi) ?? []);
  expect(own).toEqual(["#000"]);
});
