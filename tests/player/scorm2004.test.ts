/** The SCORM 2004 adapter against scorm-again's API: opening, what is written and in which order, what is never taken back. */

import { describe, expect, test } from "vitest";
import { Scorm } from "../../scorm_export/player/lms/scorm";
import { SCORM_2004 } from "../../scorm_export/player/lms/scorm2004";
import { duration } from "../../scorm_export/player/lms/session-time";
import { begun, type Call, fresh, host, keeping } from "./lms-host";

const silent = ([name, element]: Call): string | undefined =>
  name === "GetValue" ? (element === "cmi.suspend_data" ? "1.0.x" : "") : undefined;

describe("opening", () => {
  test("asks for little, suspends and commits at once", () => {
    const { api, heard } = host(SCORM_2004, fresh(SCORM_2004));
    const opening = Scorm.begin(api, SCORM_2004)?.open();
    expect(opening).toEqual({ state: "", status: "incomplete", learner: "amy", readonly: false, unread: false });
    expect(heard.gets()).toEqual([
      "cmi.mode", "cmi.credit", "cmi.completion_status", "cmi.success_status", "cmi.suspend_data", "cmi.learner_id",
    ]);
    expect(heard.sets()).toEqual([["cmi.exit", "suspend"], ["cmi.completion_status", "incomplete"]]);
    expect([heard.count("Initialize"), heard.count("GetValue"), heard.count("SetValue"), heard.count("Commit")]).toEqual([1, 6, 2, 1]);
  });

  test.each([
    [{}, "incomplete"],
    [{ completion_status: "completed" }, "completed"],
    [{ completion_status: "completed", success_status: "passed" }, "passed"],
    [{ completion_status: "incomplete", success_status: "passed" }, "passed"],
    [{ completion_status: "incomplete", success_status: "failed" }, "incomplete"],
  ])("an LMS that holds %j: %s", (held, expected) => {
    const { api } = host(SCORM_2004, fresh(SCORM_2004, held));
    expect(Scorm.begin(api, SCORM_2004)?.open().status).toBe(expected);
  });
});

describe("saving", () => {
  test("state first, then score, success, completion, time, and one commit", () => {
    const { lms, heard } = begun(SCORM_2004);
    expect(lms.save(keeping({ status: "passed", grade: 645, progress: 667 }))).toBe(true);
    expect(heard.sets()).toEqual([
      ["cmi.suspend_data", "1.0.x"], ["cmi.score.min", "0"], ["cmi.score.max", "100"], ["cmi.score.raw", "64.5"],
      ["cmi.score.scaled", "0.645"], ["cmi.success_status", "passed"],
      ["cmi.progress_measure", "0.667"], ["cmi.session_time", "PT0H0M0S"],
    ]);
    expect([heard.count("Commit"), heard.calls[heard.calls.length - 1]]).toEqual([1, ["Commit", ""]]);
  });

  test("a course without graded parts writes no score and no success", () => {
    const { lms, heard } = begun(SCORM_2004);
    lms.save(keeping({ progress: 1000, status: "completed" }));
    expect(heard.values()).toMatchObject({ "cmi.completion_status": "completed", "cmi.progress_measure": "1" });
    expect(heard.elements().filter((element) => /score|success/.test(element))).toEqual([]);
  });

  test.each([
    ["cmi.completion_status", { completion_status: "completed" }, { progress: 900 }, undefined],
    ["cmi.success_status", { success_status: "passed" }, { status: "incomplete" }, undefined],
    ["cmi.success_status", { success_status: "passed" }, { status: "failed" }, undefined],
    ["cmi.success_status", { success_status: "failed" }, { status: "incomplete" }, "unknown"],
    ["cmi.success_status", { success_status: "failed" }, { status: "passed" }, "passed"],
    ["cmi.success_status", { success_status: "unknown" }, { status: "incomplete" }, undefined],
    ["cmi.success_status", { success_status: "unknown" }, { status: "failed" }, "failed"],
  ] as const)("%s: held %j, then %j: written is %s", (element, held, work, written) => {
    const { lms, heard } = begun(SCORM_2004, undefined, fresh(SCORM_2004, held));
    lms.save(keeping(work));
    expect(heard.values()[element]).toBe(written);
  });

  test("an LMS that never tells its status hears nothing that could take it back", () => {
    const { lms, heard } = begun(SCORM_2004, silent);
    lms.save(keeping({ progress: 500 }));
    lms.save(keeping({ state: "1.0.y", progress: 1000 }));
    expect(heard.sets().filter(([element]) => /status/.test(element))).toEqual([["cmi.completion_status", "completed"]]);
  });

  test("a status that was not committed is written again", () => {
    let works = false;
    const { lms, heard } = begun(SCORM_2004, ([name]) => (name === "Commit" && !works ? "false" : undefined));
    const work = keeping({ status: "passed", grade: 1000, progress: 1000 });
    expect(lms.save(work)).toBe(false);
    works = true;
    heard.calls = [];
    expect(lms.save(work)).toBe(true);
    expect(heard.values()).toMatchObject({ "cmi.success_status": "passed", "cmi.completion_status": "completed" });
  });
});

test.each([[0, "PT0H0M0S"], [-5000, "PT0H0M0S"], [61234, "PT0H1M1.23S"], [3600000, "PT1H0M0S"], [1e15, "PT9999H59M59.99S"]])(
  "%i ms are %s",
  (milliseconds, expected) => expect(duration(milliseconds)).toBe(expected),
);
