/** What yields first when an LMS has little room: the checklist's own half of it. */
import { expect, test } from "vitest";
import { join, split, withoutGone, type State } from "../../xblocks/checklist/rules";

test("what yields first when an LMS has little room: notes and answers of steps that are gone", () => {
  const state: State = {
    version: 1,
    edition: "f840dee8",
    items: { a: { status: "done", note: "mine" }, b: { note: "mine too" } },
    gone: { c: { status: "done", note: "old" } },
    best: 500,
  };
  const apart = split(state);
  expect(apart).toEqual({
    state: { version: 1, edition: "f840dee8", items: { a: { status: "done" } }, gone: { c: { status: "done" } }, best: 500 },
    notes: { a: "mine", b: "mine too", c: "old" },
  });
  expect(join(apart.state, apart.notes)).toEqual(state);
  expect(withoutGone(apart.state)).toEqual({ version: 1, edition: "f840dee8", items: { a: { status: "done" } }, best: 500 });
});
