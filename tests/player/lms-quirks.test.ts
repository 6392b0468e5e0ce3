/** What LMSs do that the specifications do not say: one test per line of docs/reference/lms-quirks.md that is the player's. */

import { describe, expect, test } from "vitest";
import { App } from "../../scorm_export/player/app";
import { Library } from "../../scorm_export/player/library";
import { findLms } from "../../scorm_export/player/lms";
import { Scorm, type Version } from "../../scorm_export/player/lms/scorm";
import { SCORM_12 } from "../../scorm_export/player/lms/scorm12";
import { SCORM_2004 } from "../../scorm_export/player/lms/scorm2004";
import { Session } from "../../scorm_export/player/session";
import { encode } from "../../scorm_export/player/state";
import { course, learner, SEEN, WORDS } from "./course";
import { type Answers, begun, BOTH, fresh, host, interaction, keeping, objective } from "./lms-host";

/** The built files as they go into packages. */
const built = import.meta.glob<string>(["../../scorm_export/player/dist/player.js", "../../xblocks/*/dist/package.js"], {
  query: "?raw", import: "default", eager: true,
});

type Frame = Record<string, unknown>;

/** A window inside `parent`, or a topmost one. */
function frame(own: Frame = {}, parent?: Frame): Frame {
  const made: Frame = { ...own };
  made["parent"] = parent ?? made;
  made["top"] = parent?.["top"] ?? made;
  return made;
}

const found = (start: Frame, format: "scorm12" | "scorm2004" | "web") => findLms(start as unknown as Window, { format });
const both = () => ({ one: host(SCORM_12, fresh(SCORM_12)), two: host(SCORM_2004, fresh(SCORM_2004)) });
const statusOf = (version: Version): string => version.core + version.statuses[0];

describe("finding the LMS", () => {
  test("the API of the package's own version is used where an LMS offers both", () => {
    const { one, two } = both();
    const start = frame({}, frame({ API: one.api, API_1484_11: two.api }));
    found(start, "scorm2004");
    expect([one.heard.count("Initialize"), two.heard.count("Initialize")]).toEqual([0, 1]);
    found(start, "scorm12");
    expect(one.heard.count("Initialize")).toBe(1);
  });

  test("a SCORM 2004 package that Moodle took for SCORM 1.2 speaks SCORM 1.2, and the other way round", () => {
    const { one, two } = both();
    expect(found(frame({ API: one.api }), "scorm2004")?.keeps).toBe(true);
    expect(found(frame({ API_1484_11: two.api }), "scorm12")?.keeps).toBe(true);
    expect([one.heard.count("Initialize"), two.heard.count("Initialize")]).toEqual([1, 1]);
  });

  test("no API anywhere, or a package for the web: there is no LMS", () => {
    expect([found(frame({}, frame()), "scorm2004"), found(frame(), "scorm12")]).toEqual([null, null]);
    expect(found(frame({ API: both().one.api }), "web")).toBeNull();
  });

  test("frames and openers of another origin do not end the search of the others", () => {
    const api = (): unknown => both().two.api;
    const forbidden = (parent: Frame | undefined): Frame =>
      new Proxy({}, { get: (_none, name) => { if (name === "parent") return parent; throw new Error("SecurityError"); } });
    const between = { parent: forbidden(frame({ API_1484_11: api() })) };
    expect(found(between, "scorm2004")?.keeps).toBe(true);
    const opened = { parent: forbidden(undefined), opener: frame({}, frame({ API_1484_11: api() })) };
    expect(found(opened, "scorm2004")?.keeps).toBe(true);
  });

  test("the search ends after 500 parents", () => {
    let asked = 0;
    const endless: Frame = new Proxy({}, { get: (_none, name) => (name === "parent" ? new Proxy(endless, {}) : name === "API" ? (asked++, undefined) : undefined) });
    expect(found(endless, "scorm12")).toBeNull();
    expect(asked).toBe(501);
  });
});

describe.each(BOTH)("%s", (_name, version) => {
  const { core } = version;
  const open = (cmi: object = fresh(version), answers?: Answers) => {
    const { api, heard } = host(version, cmi, answers);
    const lms = Scorm.begin(api, version, () => 0)!;
    return { lms, heard, opening: lms.open() };
  };
  const refusing = (what: RegExp, code: string): { answers: Answers } => {
    let refused = false;
    return {
      answers: ([name, element = ""]) => {
        if (name === version.calls.prefix + "GetLastError" && refused) return code;
        refused = /SetValue/.test(name) && what.test(element);
        return refused ? "false" : undefined;
      },
    };
  };

  test("exit=suspend is set right after Initialize and committed", () => {
    const { heard } = open();
    expect(heard.sets()[0]).toEqual([`${core}exit`, "suspend"]);
    expect(heard.calls[heard.calls.length - 1]).toEqual([heard.name("Commit"), ""]);
  });

  test("exit is never anything but suspend: no logout, no time-out, no normal", () => {
    const { lms, heard } = open();
    lms.save(keeping({ status: "passed", grade: 1000, progress: 1000 }));
    lms.close();
    expect(heard.sets().filter(([element]) => element.endsWith("exit"))).toEqual([[`${core}exit`, "suspend"]]);
  });

  test("the opening asks for little: 1 Initialize, 8 GetValue, 6 SetValue and 1 Commit at most", () => {
    const { heard } = open();
    expect([heard.count("Initialize"), heard.count("Commit")]).toEqual([1, 1]);
    expect([heard.count("GetValue") <= 8, heard.count("SetValue") <= 6]).toEqual([true, true]);
    expect(heard.gets().filter((element) => element.includes("_count"))).toEqual([]);
  });

  test("session_time goes with each commit and is never negative", () => {
    let now = 100000;
    const { lms, heard } = begun(version, undefined, undefined, () => now);
    now += 61234;
    lms.save(keeping());
    now = 0;
    lms.commit();
    expect(heard.sets().filter(([element]) => element.endsWith("session_time")).map(([, value]) => value)).toEqual(
      version === SCORM_12 ? ["0000:01:01.23", "0000:00:00.00"] : ["PT0H1M1.23S", "PT0H0M0S"],
    );
  });

  test("the session ends once, after a last commit, and nothing is called after it", () => {
    const { lms, heard } = begun(version);
    lms.close();
    const ended = heard.calls.length;
    lms.close();
    lms.commit();
    expect(lms.save(keeping({ state: "late" }))).toBe(false);
    expect(heard.calls.slice(-2)).toEqual([[heard.name("Commit"), ""], [heard.name("Finish"), ""]]);
    expect(heard.calls).toHaveLength(ended);
  });

  test("a hidden page commits; a page that goes away ends the session", () => {
    const { api, heard } = host(version, fresh(version));
    const app = new App(new Session(course(), new Library(), Scorm.begin(api, version)!));
    heard.calls = [];
    app.hide();
    expect(heard.count("Commit")).toBe(1);
    app.leave();
    app.leave();
    expect([heard.count("Commit"), heard.count("Finish")]).toEqual([2, 1]);
  });

  test("empty values are defaults", () => {
    const { opening, heard } = open(fresh(version), ([name]) => (/GetValue/.test(name) ? "" : undefined));
    expect(opening).toEqual({ state: "", status: null, learner: "", readonly: false, unread: false });
    expect(heard.values()[statusOf(version)]).toBe("incomplete");
  });

  test.each(["0", "401", "402", "403"])("an empty value beside error %s is no failure", (code) => {
    const { opening } = open(fresh(version), ([name]) => (/GetValue/.test(name) ? "" : /GetLastError/.test(name) ? code : undefined));
    expect(opening).toMatchObject({ state: "", readonly: false, unread: false });
  });

  test.each(["401", "402"])("an LMS without interactions (%s): they are switched off, all else is kept", (code) => {
    const { lms, heard } = begun(version, refusing(/^cmi\.interactions/, code).answers);
    expect(lms.save(keeping({ interactions: [interaction()] }))).toBe(true);
    expect(lms.save(keeping({ state: "1.0.y", interactions: [interaction()] }))).toBe(true);
    expect(heard.elements().filter((element) => element.startsWith("cmi.interactions"))).toEqual(["cmi.interactions.0.id"]);
  });

  test.each(["401", "402"])("an LMS without objectives (%s): they are switched off, all else is kept", (code) => {
    const { lms, heard } = begun(version, refusing(/^cmi\.objectives/, code).answers);
    expect(lms.save(keeping({ objectives: [objective(), objective({ id: "LO5" })] }))).toBe(true);
    expect(lms.save(keeping({ state: "1.0.y", objectives: [objective({ progress: 1000 })] }))).toBe(true);
    expect(heard.elements().filter((element) => element.startsWith("cmi.objectives"))).toEqual(["cmi.objectives.0.id"]);
  });

  test("an LMS that lacks one part of an interaction gets the other parts", () => {
    const { lms, heard } = begun(version, refusing(/latency/, "401").answers);
    lms.save(keeping({ interactions: [interaction(), interaction()] }));
    const parts = heard.elements().filter((element) => element.startsWith("cmi.interactions"));
    expect([parts.filter((part) => part.endsWith("latency")).length, parts.filter((part) => part.endsWith("result")).length]).toEqual([1, 2]);
  });

  test("an interaction that is refused never refuses the save, and leaves no gap", () => {
    let first = true;
    const { lms, heard } = begun(version, ([name, element]) => {
      if (!/SetValue/.test(name) || element !== "cmi.interactions.0.id" || !first) return undefined;
      first = false;
      return "false";
    });
    expect(lms.save(keeping({ interactions: [interaction(), interaction({ leaf: "problem/q2" })] }))).toBe(true);
    expect(heard.sets().filter(([element]) => element.endsWith("0.id") && element.startsWith("cmi.inter")).map(([, value]) => value)).toContain(
      version === SCORM_12 ? "problem_q2" : "problem/q2",
    );
    expect(heard.elements()).not.toContain("cmi.interactions.1.id");
  });

  test("an interaction that comes back damaged from the browser's storage is left out, all else is kept", () => {
    const { lms, heard } = begun(version);
    const damaged = { leaf: "problem/q" } as unknown as ReturnType<typeof interaction>;
    expect(lms.save(keeping({ interactions: [damaged, interaction()] }))).toBe(true);
    expect(heard.elements().filter((element) => element.endsWith(".type"))).toEqual(["cmi.interactions.0.type"]);
  });

  test("order: state, interactions, objectives, score, status, time, one commit", () => {
    const { lms, heard } = begun(version);
    lms.save(keeping({ status: "passed", grade: 645, progress: 1000, interactions: [interaction()], objectives: [objective()] }));
    const kinds = heard.elements().map((element) => /suspend|interactions|objectives|score|status|progress|time/.exec(element)?.[0]);
    expect(kinds.filter((kind, index) => kind !== kinds[index - 1])).toEqual([
      "suspend", "interactions", "objectives", "score", "status", ...(version === SCORM_12 ? [] : ["progress"]), "time",
    ]);
    expect(heard.elements().filter((element) => /^cmi\.(core\.)?score/.test(element)).map((element) => element.replace(`${core}score.`, ""))).toEqual(
      ["min", "max", "raw", ...(version === SCORM_12 ? [] : ["scaled"])],
    );
    expect(heard.count("Commit")).toBe(1);
  });

  test("the raw score is on 0 to 100, with a point, two decimals at most and no exponent", () => {
    const { lms, heard } = begun(version);
    for (let grade = 0; grade <= 1000; grade++) lms.save(keeping({ state: String(grade), grade }));
    const raws = heard.sets().filter(([element]) => element.endsWith("score.raw")).map(([, raw]) => raw);
    expect(raws).toHaveLength(1001);
    for (const raw of raws) expect(raw).toMatch(/^(100|\d{1,2}(\.\d{1,2})?)$/);
  });

  test("a course without graded parts writes no score", () => {
    const { lms, heard } = begun(version);
    lms.save(keeping({ progress: 1000, status: "completed" }));
    expect(heard.elements().filter((element) => element.includes("score"))).toEqual([]);
  });

  test("what the LMS holds as passed or completed is never taken back", () => {
    const held = version === SCORM_12 ? { lesson_status: "passed" } : { completion_status: "completed", success_status: "passed" };
    const { lms, heard } = begun(version, undefined, fresh(version, held));
    lms.save(keeping({ status: "incomplete", grade: 100, progress: 100 }));
    lms.save(keeping({ state: "1.0.y", status: "failed", grade: 100, progress: 100 }));
    expect(heard.elements().filter((element) => element.includes("_status"))).toEqual([]);
  });

  test("failed is written only when the author asked for it", () => {
    const { lms, heard } = begun(version);
    lms.save(keeping({ status: "incomplete", grade: 0, progress: 1000 }));
    expect(heard.sets().map(([, value]) => value)).not.toContain("failed");
    lms.save(keeping({ state: "1.0.y", status: "failed", grade: 0, progress: 1000 }));
    expect(heard.sets().map(([, value]) => value)).toContain("failed");
  });

  test("not attempted is never written, not even for an outcome nobody has begun", () => {
    const { lms, heard } = open();
    lms.save(keeping({ objectives: [objective(), objective({ id: "LO5", score: 0, progress: 0, moved: false })] }));
    lms.close();
    expect(heard.sets().map(([, value]) => value)).not.toContain("not attempted");
    expect(heard.elements().filter((element) => /^cmi\.objectives\.1\.(score|.*status)/.test(element))).toEqual([]);
  });

  const review: [string, object][] = [
    ["browse", version === SCORM_12 ? { lesson_mode: "browse" } : { mode: "browse" }],
    ["review", version === SCORM_12 ? { lesson_mode: "review" } : { mode: "review" }],
    ["no-credit", { credit: "no-credit" }],
  ];
  test.each(review)("browse, review and no credit: nothing at all is set or committed (%s)", (_what, changes) => {
    const { lms, heard, opening } = open(fresh(version, changes));
    expect(opening.readonly).toBe(true);
    lms.save(keeping({ status: "passed", grade: 1000, interactions: [interaction()], objectives: [objective()] }));
    lms.commit();
    lms.close();
    expect([heard.count("SetValue"), heard.count("Commit"), heard.count("Finish")]).toEqual([0, 0, 1]);
  });

  test("times are the learner's own, without a Z and without milliseconds", () => {
    const { lms, heard } = begun(version);
    lms.save(keeping({ interactions: [interaction()] }));
    const [element, value] = version === SCORM_12 ? ["time", "09:04:31"] : ["timestamp", "2027-02-11T09:04:31"];
    expect(heard.values()[`cmi.interactions.0.${element}`]).toBe(value);
  });

  test("each submission is an entry of its own, after those the LMS has", () => {
    let held = "7";
    const { lms, heard } = begun(version, ([name, element]) => {
      if (/GetValue/.test(name) && element === "cmi.interactions._count") return held;
      return element?.startsWith("cmi.interactions") ? "true" : undefined;
    });
    lms.save(keeping({ interactions: [interaction({ correct: false }), interaction()] }));
    held = "9";
    lms.save(keeping({ state: "1.0.y", interactions: [interaction()] }));
    expect(heard.elements().filter((element) => /^cmi\.interactions\.\d+\.id$/.test(element))).toEqual(
      ["cmi.interactions.7.id", "cmi.interactions.8.id", "cmi.interactions.9.id"],
    );
    expect(heard.gets()).toEqual(["cmi.interactions._count"]);
  });

  test("interactions that were not committed are written again at the same places", () => {
    let works = false;
    const { lms, heard } = begun(version, ([name]) => (/Commit/.test(name) && !works ? "false" : undefined));
    const ids = (): string[] => heard.elements().filter((element) => /^cmi\.interactions\.\d+\.id$/.test(element));
    expect(lms.save(keeping({ interactions: [interaction()] }))).toBe(false);
    works = true;
    const again = keeping({ interactions: [interaction(), interaction({ leaf: "problem/q2" })] });
    expect(lms.save(again)).toBe(true);
    expect(lms.save(keeping({ state: "1.0.y", interactions: [interaction()] }))).toBe(true);
    expect(ids().map((id) => id.split(".")[2])).toEqual(["0", "0", "1", "2"]);
  });

  test("at most 250 entries", () => {
    const { lms, heard } = begun(version, ([name, element]) => (/GetValue/.test(name) && element?.endsWith("_count") ? "249" : element?.startsWith("cmi.inter") ? "true" : undefined));
    expect(lms.save(keeping({ interactions: [interaction(), interaction()] }))).toBe(true);
    expect(heard.elements().filter((element) => /^cmi\.interactions\.\d+\.id$/.test(element))).toEqual(["cmi.interactions.249.id"]);
  });

  test.each(["", "none", "-1", "1e99"])("a count of %j is no entries", (count) => {
    const { lms, heard } = begun(version, ([name, element]) => (/GetValue/.test(name) && element?.endsWith("_count") ? count : undefined));
    lms.save(keeping({ interactions: [interaction()], objectives: [objective()] }));
    expect(heard.elements()).toEqual(expect.arrayContaining(["cmi.interactions.0.id", "cmi.objectives.0.id"]));
  });

  test("the state is plain ASCII, whatever a learner writes", () => {
    const note = "é😀<b>\"'\u2028\ud800";
    const record = { kind: "block", state: {}, notes: { note }, score: 0, complete: false } as const;
    const state = encode(learner({ "html/a": SEEN, "mobility_checklist/c": record }), WORDS);
    expect(state).toMatch(/^[\x21-\x7e]+$/);
    const { lms, heard } = begun(version);
    expect(lms.save(keeping({ state }))).toBe(true);
    expect(heard.values()["cmi.suspend_data"]).toBe(state);
  });

  test("a state the LMS has no room for (405, 406) is refused before anything else is told", () => {
    const { lms, heard } = begun(version, refusing(/suspend_data/, version === SCORM_12 ? "405" : "406").answers);
    expect(lms.save(keeping({ status: "passed", grade: 1000, interactions: [interaction()] }))).toBe(false);
    expect([heard.elements(), heard.count("Commit")]).toEqual([["cmi.suspend_data"], 0]);
  });

  test("resuming needs no entry: the state alone tells", () => {
    const { heard, opening } = open({ ...fresh(version), suspend_data: "1.0.x" });
    expect([opening.state, heard.gets().filter((element) => element.endsWith("entry"))]).toEqual(["1.0.x", []]);
  });

  test("the learner's name is never asked for: its order differs from LMS to LMS", () => {
    const { lms, heard } = open();
    lms.save(keeping());
    expect(heard.gets().filter((element) => element.includes("name"))).toEqual([]);
  });

  test("a session that ends without an answer is incomplete: LMSFinish without a status means completed in Moodle", () => {
    const { lms, heard } = open();
    lms.close();
    expect(heard.values()[statusOf(version)]).toBe("incomplete");
  });

  test("no mastery or passing score is read: the course's own grade and gates decide", () => {
    const { lms, heard } = open();
    lms.save(keeping({ status: "passed", grade: 600 }));
    expect(heard.gets().filter((element) => /mastery|passing/.test(element))).toEqual([]);
    expect(heard.values()[version === SCORM_12 ? "cmi.core.lesson_status" : "cmi.success_status"]).toBe("passed");
  });

  test("the LMS is never told where to go next", () => {
    const { lms, heard } = open();
    lms.save(keeping({ progress: 1000, status: "completed" }));
    lms.close();
    expect(heard.elements().filter((element) => element.startsWith("adl."))).toEqual([]);
  });

  test("ids and answers hold no JSON", () => {
    const { lms, heard } = begun(version);
    const hostile = { id: '{"a":[1]}', text: '{"a":[1]}', leaf: 'problem/{"a":1}' };
    lms.save(keeping({
      interactions: [interaction({ leaf: hostile.leaf, outcomes: [hostile.id], response: "{}" })],
      objectives: [objective({ id: hostile.id })],
    }));
    const ids = heard.sets().filter(([element]) => element.endsWith(".id"));
    expect(ids).toHaveLength(3);
    for (const [, id] of ids) expect(id).not.toMatch(/[{}"]/);
  });
});

describe("SCORM 1.2 and Moodle", () => {
  test("one status: passed for a graded course, completed for another", () => {
    const { lms, heard } = begun(SCORM_12);
    lms.save(keeping({ status: "passed", grade: 1000, progress: 1000 }));
    expect(heard.sets().filter(([element]) => element.includes("status"))).toEqual([["cmi.core.lesson_status", "passed"]]);
  });

  test("nothing of SCORM 2004 is sent: no scaled score, no progress_measure", () => {
    const { lms, heard } = begun(SCORM_12);
    lms.save(keeping({ status: "passed", grade: 1000, progress: 1000, interactions: [interaction()], objectives: [objective()] }));
    expect(heard.elements().filter((element) => /scaled|progress|success|completion|timestamp|learner_response|description/.test(element))).toEqual([]);
  });
});

describe("SCORM 2004 and Moodle", () => {
  test("completion and success are told apart: failed, yet completed", () => {
    const { lms, heard } = begun(SCORM_2004);
    lms.save(keeping({ status: "failed", grade: 200, progress: 1000 }));
    expect(heard.values()).toMatchObject({ "cmi.completion_status": "completed", "cmi.success_status": "failed" });
  });

  test("progress_measure has three decimals at most", () => {
    const { lms, heard } = begun(SCORM_2004);
    for (const progress of [0, 1, 333, 667, 999, 1000]) lms.save(keeping({ state: String(progress), progress }));
    expect(heard.sets().filter(([element]) => element === "cmi.progress_measure").map(([, value]) => value)).toEqual(
      ["0", "0.001", "0.333", "0.667", "0.999", "1"],
    );
  });

  test("Moodle's gradebook reads the raw score only: it is on 0 to 100 beside the scaled one", () => {
    const { lms, heard } = begun(SCORM_2004);
    lms.save(keeping({ grade: 875 }));
    expect(heard.values()).toMatchObject({ "cmi.score.raw": "87.5", "cmi.score.max": "100", "cmi.score.scaled": "0.875" });
  });

  test("an id that is refused as a mismatch (406) switches the list off", () => {
    let refused = false;
    const { lms, heard } = begun(SCORM_2004, ([name, element = ""]) => {
      if (name === "GetLastError" && refused) return "406";
      refused = name === "SetValue" && element.startsWith("cmi.interactions");
      return refused ? "false" : undefined;
    });
    expect(lms.save(keeping({ interactions: [interaction(), interaction()] }))).toBe(true);
    expect(heard.elements().filter((element) => element.startsWith("cmi.interactions"))).toHaveLength(1);
  });
});

describe("the built files", () => {
  const player = Object.entries(built).find(([name]) => name.endsWith("player.js"))?.[1] ?? "";

  test("no unload and no beforeunload: browsers and Moodle forbid them", () => {
    expect(Object.keys(built).length).toBeGreaterThan(1);
    for (const [name, script] of Object.entries(built)) expect(/["'`.](on)?(before)?unload\b/.exec(script), name).toBeNull();
    expect(player).toMatch(/"pagehide"/);
    expect(player).toMatch(/"visibilitychange"/);
  });

  test("lesson_status and completion_status stand in the script: openedx-scorm-xblock looks for them", () => {
    expect(player).toContain("lesson_status");
    expect(player).toContain("completion_status");
  });

  test("no eval: strict content security policies forbid it", () => {
    for (const [name, script] of Object.entries(built)) expect(/\beval\(|new Function\(/.exec(script), name).toBeNull();
  });
});
