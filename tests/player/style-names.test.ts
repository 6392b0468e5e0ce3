/** Scripts that come only where a course needs them bring styles of their own: none may dress something of the page's. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const folder = "scorm_export/player";
const page = readdirSync(`${folder}/css`)
  .map((name) => readFileSync(`${folder}/css/${name}`, "utf8"))
  .join("\n");

/** Classes that a style sheet's rules dress wherever they stand: of `.solution .picture` none, of `.picture` that one. */
const dressed = (css: string): Set<string> => {
  const selectors = [...css.replace(/\/\*.*?\*\//gs, "").matchAll(/([^{}]+)\{/g)].flatMap(([, list]) => list!.split(","));
  const alone = selectors.map((selector) => selector.trim()).filter((selector) => /^\.[\w-]+(::?[\w-]+)*$/.test(selector));
  return new Set(alone.flatMap((selector) => [...selector.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name!)));
};

describe("styles that come later", () => {
  it.each(["questions/style.css", "embeds/style.css"])("%s dresses nothing of the page", (name) => {
    const later = [...dressed(readFileSync(`${folder}/${name}`, "utf8"))];
    expect(later.filter((each) => dressed(page).has(each))).toEqual([]);
  });

  it("sees a class that both dress", () => {
    expect([...dressed(".a .b, .c::before, d.e { x: y } /* .f {} */ @media print { .g { } }")]).toEqual(["c", "g"]);
  });
});
