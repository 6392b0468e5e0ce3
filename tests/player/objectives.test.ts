/** Learning outcomes as objectives of the LMS: figures of the blocks that serve them, entries found again by their ids. */

import { describe, expect, test } from "vitest";
import type { Learner } from "../../scorm_export/player/learner";
import { objectivesSince, outcomesServedBy } from "../../scorm_export/player/objectives";
import type { Outline } from "../../scorm_export/player/package";
import { Library } from "../../scorm_export/player/library";
import { Session } from "../../scorm_export/player/session";
import { Scorm, type Version } from "../../scorm_export/player/lms/scorm";
import { SCORM_12 } from "../../scorm_export/player/lms/scorm12";
import { SCORM_2004 } from "../../scorm_export/player/lms/scorm2004";
import { Drawer } from "../../scorm_export/player/drawer";
import { encode } from "../../scorm_export/player/state";
import { attempted, course, learner, SEEN, WORDS } from "./course";
import { begun, BOTH, fresh, type Heard, host, keeping, objective } from "./lms-host";

const outline = (): Outline =>
  course({
    outcomes: [
      { id: "LO1", text: "Read", blocks: ["html/a", "sequential/learn"] },
      { id: "LO2", text: "Check", blocks: ["sequential/check"] },
      { id: "LO3", text: "Both", blocks: ["problem/q", "chapter/work"] },
      { id: "LO4", text: "Nobody", blocks: ["html/gone"] },
    ],
  });
const since = (before: Learner, after: Learner) =>
  objectivesSince(outline(), before)(after).map(({ id, score, progress, moved }) => [id, score, progress, moved]);

describe("figures", () => {
  test("one objective per outcome, in the author's order: points and parts done of all that serves it", () => {
    const done = learner({ "html/a": SEEN, "problem/q": attempted(true, false) });
    expect(since(learner({}), done)).toEqual([["LO1", null, 1000, true], ["LO2", 500, 1000, true], ["LO3", 500, 500, true], ["LO4", null, 0, false]]);
  });

  test("what stands as it stood at opening has not moved", () => {
    const before = learner({ "html/a": SEEN });
    const moved = since(before, learner({ "html/a": SEEN, "problem/q": attempted(true) })).map(([, , , each]) => each);
    expect(moved).toEqual([false, true, true, false]);
  });

  test("a leaf serves outcomes itself and by what it stands in", () => {
    expect(["html/a", "problem/q", "mobility_checklist/c"].map((leaf) => outcomesServedBy(outline(), leaf))).toEqual([["LO1"], ["LO2", "LO3"], ["LO3"]]);
  });
});

const entries = (heard: Heard): [string, string][] =>
  heard.sets().filter(([element]) => element.startsWith("cmi.objectives.")).map(([element, value]) => [element.slice("cmi.objectives.".length), value]);

describe.each(BOTH)("%s", (_name, version) => {
  const held = (...ids: string[]): object => ({ ...fresh(version), objectives: Object.fromEntries(ids.map((id, index) => [index, { id }])) });
  const ids = (heard: Heard): [string, string][] => entries(heard).filter(([element]) => /^\d+\.id$/.test(element));

  test("the LMS is asked for its objectives only when there is something to write, and once", () => {
    const { lms, heard } = begun(version);
    lms.save(keeping({ objectives: [objective({ moved: false })] }));
    expect([heard.gets(), entries(heard)]).toEqual([[], []]);
    lms.save(keeping({ state: "1.0.y", objectives: [objective()] }));
    lms.save(keeping({ state: "1.0.z", objectives: [objective({ progress: 750 })] }));
    expect(heard.gets()).toEqual(["cmi.objectives._count"]);
  });

  test("entries are made in the author's order", () => {
    const { lms, heard } = begun(version);
    lms.save(keeping({ objectives: ["LO1", "LO2", "LO3"].map((id) => objective({ id, moved: id === "LO3" })) }));
    expect(ids(heard)).toEqual([["0.id", "LO1"], ["1.id", "LO2"], ["2.id", "LO3"]]);
  });

  test("a package that was changed never renames an entry: each is found by its id", () => {
    const { lms, heard } = begun(version, undefined, held("LO9", "LO2"));
    lms.save(keeping({ objectives: [objective({ id: "LO1" }), objective({ id: "LO2" })] }));
    expect(ids(heard)).toEqual([["2.id", "LO1"], ["1.id", "LO2"]]);
  });

  test("only what changed is written", () => {
    const { lms, heard } = begun(version, undefined, held("LO1", "LO2"));
    const first = [objective({ id: "LO1" }), objective({ id: "LO2", moved: false })];
    lms.save(keeping({ objectives: first }));
    expect(entries(heard).filter(([element]) => element.startsWith("1."))).toEqual([]);
    heard.calls = [];
    lms.save(keeping({ state: "1.0.y", objectives: first }));
    expect(entries(heard)).toEqual([]);
    lms.save(keeping({ state: "1.0.z", objectives: [objective({ id: "LO1", score: 750 }), first[1]!] }));
    expect(entries(heard).map(([element]) => element)).toEqual(version === SCORM_12 ? ["0.score.raw"] : ["0.score.raw", "0.score.scaled"]);
  });

  test("figures that went back to those at opening are written too", () => {
    const { lms, heard } = begun(version, undefined, held("LO1"));
    lms.save(keeping({ objectives: [objective({ id: "LO1", score: 750 })] }));
    lms.save(keeping({ state: "1.0.y", objectives: [objective({ id: "LO1", score: 500, moved: false })] }));
    expect(entries(heard).filter(([element]) => element === "0.score.raw").map(([, raw]) => raw)).toEqual(["75", "50"]);
  });

  test("what was not committed is written again at the same place", () => {
    let works = false;
    const { lms, heard } = begun(version, ([name]) => (/Commit/.test(name) && !works ? "false" : undefined));
    const work = keeping({ objectives: [objective()] });
    expect(lms.save(work)).toBe(false);
    const tried = entries(heard);
    heard.calls = [];
    works = true;
    expect(lms.save(work)).toBe(true);
    expect(entries(heard).map(([element]) => element)).toEqual(tried.map(([element]) => element).filter((element, index, all) => all.indexOf(element) === index));
  });

  test("an id that is refused is not tried again, and leaves no gap", () => {
    const { lms, heard } = begun(version, ([name, element, value]) => (/SetValue/.test(name) && element?.startsWith("cmi.objectives") && value === "LO1" ? "false" : undefined));
    const both = [objective({ id: "LO1" }), objective({ id: "LO2" })];
    expect(lms.save(keeping({ objectives: both }))).toBe(true);
    expect(lms.save(keeping({ state: "1.0.y", objectives: both }))).toBe(true);
    expect(ids(heard)).toEqual([["0.id", "LO1"], ["0.id", "LO2"]]);
  });

  test("the player tells the outcomes with the answer that moves them", async () => {
    const { api, heard } = host(version, fresh(version));
    const session = new Session(outline(), new Library(), Scorm.begin(api, version)!);
    await session.visit("vertical/u2");
    expect(entries(heard)).toEqual([]);
    await session.keepLeaf("problem/q", () => attempted(true));
    expect(ids(heard).map(([, id]) => id)).toEqual(["LO1", "LO2", "LO3", "LO4"]);
    expect(Object.fromEntries(entries(heard))["1.score.raw"]).toBe("100");
  });
});

test("work that waited in the browser moves the outcomes of an LMS that did not have it", () => {
  const { api, heard } = host(SCORM_12, fresh(SCORM_12));
  const lms = Scorm.begin(api, SCORM_12)!;
  const waiting = { state: encode(learner({ "problem/q": attempted(true) }), WORDS), base: "", offered: [], place: "/", interactions: [] };
  const session = new Session(outline(), new Library(), lms, { opening: lms.open(), shelter: null, waiting, drawer: Drawer.EMPTY });
  session.keeper.flush();
  expect(Object.fromEntries(entries(heard))["1.score.raw"]).toBe("100");
});

const words = (version: Version, changes: Parameters<typeof objective>[0]): Record<string, string> => {
  const { lms, heard } = begun(version);
  lms.save(keeping({ objectives: [objective(changes)] }));
  return Object.fromEntries(entries(heard).filter(([element]) => element !== "0.id").map(([element, value]) => [element.slice(2), value]));
};

describe("SCORM 1.2", () => {
  test.each([
    [{ score: 500, progress: 500 }, { "score.min": "0", "score.max": "100", "score.raw": "50", "status": "incomplete" }],
    [{ score: 1000, progress: 500 }, { "score.min": "0", "score.max": "100", "score.raw": "100", "status": "passed" }],
    [{ score: 900, progress: 1000 }, { "score.min": "0", "score.max": "100", "score.raw": "90", "status": "completed" }],
    [{ score: null, progress: 1000 }, { status: "completed" }],
    [{ score: 0, progress: 0 }, {}],
  ])("%j is told as %j", (figures, expected) => expect(words(SCORM_12, figures)).toEqual(expected));
});

describe("SCORM 2004", () => {
  const score = (raw: string, scaled: string) => ({ "score.min": "0", "score.max": "100", "score.raw": raw, "score.scaled": scaled });
  const description = "apply basic safety rules";
  test.each([
    [{ score: 500, progress: 333 }, { ...score("50", "0.5"), success_status: "unknown", completion_status: "incomplete", progress_measure: "0.333", description }],
    [{ score: 1000, progress: 1000 }, { ...score("100", "1"), success_status: "passed", completion_status: "completed", progress_measure: "1", description }],
    [{ score: null, progress: 1000 }, { completion_status: "completed", progress_measure: "1", description }],
    [{ score: 0, progress: 0 }, { description }],
    [{ score: 0, progress: 0, text: `{lang=de}${"x".repeat(300)}` }, { description: ` {lang=de}${"x".repeat(240)}` }],
  ])("%j is told as %j", (figures, expected) => expect(words(SCORM_2004, figures)).toEqual(expected));
});
