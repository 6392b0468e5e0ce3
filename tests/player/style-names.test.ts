/** Scripts that come only where a course needs them bring styles of their own: none may dress something of the page's. */
import { describe, expect, it } from "vitest";
import author from "../../scorm_export/player/css/author.css?raw";
import leaves from "../../scorm_export/player/css/leaves.css?raw";
import page from "../../scorm_export/player/css/page.css?raw";
import print from "../../scorm_export/player/css/print.css?raw";
import embeds from "../../scorm_export/player/embeds/style.css?raw";
import questions from "../../scorm_export/player/questions/style.css?raw";

/** Classes that a style sheet's rules dress wherever they stand: of `.solution .picture` none, of `.picture` that one. */
const dressed = (css: string): Set<string> => {
  const selectors = [...css.replace(/\/\*.*?\*\//gs, "").matchAll(/([^{}]+)\{/g)].flatMap(([, list]) => list!.split(","));
  const alone = selectors.map((selector) => selector.trim()).filter((selector) => /^\.[\w-]+(::?[\w-]+)*$/.test(selector));
  return new Set(alone.flatMap((selector) => [...selector.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name!)));
};

describe("styles that come later", () => {
  it.each(Object.entries({ questions, embeds }))("those of %s dress nothing of the page", (_, css) => {
    const taken = dressed([author, leaves, page, print].join("\n"));
    expect([...dressed(css)].filter((each) => taken.has(each))).toEqual([]);
  });

  it("sees a class that both dress", () => {
    expect([...dressed(".a .b, .c::before, d.e { x: y } /* .f {} */ @media print { .g { } }")]).toEqual(["c", "g"]);
  });
});
