/** Small things of the page that need no browser: ids, what is in sight, where links may lead. */

import { expect, test } from "vitest";
import { wayOf } from "../../scorm_export/player/view/author-links";
import { domId } from "../../scorm_export/player/view/dom-id";
import { inSight } from "../../scorm_export/player/view/sight";

test("different blocks have different ids, in every script, and each is one word", () => {
  const parts = [
    ["problem/安全", "1"], ["problem/检查", "1"], ["problem/q", "1"], ["problem/q-1", "1"], ["problem/q", "1-1"],
    ["problem/q_1"], ["problem/q", "2f", "1"], ["problem_q"], ["problem/q1"], ["problem/q 1"], ["problem/😀"], ["problem/😁"],
  ];
  const ids = parts.map((each) => domId(...each));
  expect(new Set(ids).size).toBe(parts.length);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z][A-Za-z0-9_-]*$/);
});

test.each([[[], false], [[true], true], [[true, false], false], [[false, true], true]])("%j: in sight %s", (batch, expected) => {
  expect(inSight(batch.map((isIntersecting) => ({ isIntersecting })))).toBe(expected);
});

test.each([
  ["#rules", "", "inside"], ["#rules", "_blank", "inside"], ["#", "", "inside"],
  ["/jump_to_id/vert5", "", "nowhere"], ["page2.html", "", "nowhere"], ["https://example.org/", "", "nowhere"],
  ["https://example.org/", "_self", "nowhere"], ["https://example.org/", "_TOP", "nowhere"],
  ["https://example.org/", "_blank", "follow"], ["static/a.pdf", "handout", "follow"],
  ["mailto:anna@example.org", "", "follow"], ["tel:112", "", "follow"],
])("a link to %s with target %j: %s", (href, target, way) => expect(wayOf(href, target)).toBe(way));
