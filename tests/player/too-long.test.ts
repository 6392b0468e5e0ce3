/** A state longer than every LMS has to keep: lax ones take it, strict ones say no, and some say yes and cut it off. */

import { describe, expect, test } from "vitest";
import type { Api } from "../../scorm_export/player/lms/run-time";
import { Scorm, type Version } from "../../scorm_export/player/lms/scorm";
import { SCORM_12 } from "../../scorm_export/player/lms/scorm12";
import { SCORM_2004 } from "../../scorm_export/player/lms/scorm2004";

/** An LMS that keeps so many characters of any value and says "true" to all of them. */
function cutting(most: number, version: Version): { lms: Scorm; values: Map<string, string>; commits: () => number } {
  const values = new Map<string, string>();
  let commits = 0;
  const { prefix, finish } = version.calls;
  const api: Api = {
    [`${prefix}Initialize`]: () => "true",
    [`${prefix}GetValue`]: (element = "") => values.get(element) ?? "",
    [`${prefix}SetValue`]: (element = "", value = "") => (values.set(element, value.slice(0, most)), "true"),
    [`${prefix}Commit`]: () => (commits++, "true"),
    [`${prefix}${finish}`]: () => "true",
    [`${prefix}GetLastError`]: () => "0",
  };
  const lms = Scorm.begin(api, version)!;
  lms.open();
  return { lms, values, commits: () => commits };
}

const keeping = (state: string) =>
  ({ state, status: "incomplete", grade: null, progress: 0, interactions: [], objectives: [] }) as const;

describe.each([["SCORM 1.2", SCORM_12, 4096], ["SCORM 2004", SCORM_2004, 64000]])("%s", (_name, version, room) => {
  test("an LMS that keeps it all is believed after a look", () => {
    const { lms, values } = cutting(Infinity, version);
    const long = "x".repeat(room + 1);
    expect([lms.save(keeping(long)), values.get("cmi.suspend_data")]).toEqual([true, long]);
  });

  test("one that cuts it off has not kept it, and gets back what it had", () => {
    const { lms, values, commits } = cutting(room, version);
    expect(lms.save(keeping("before"))).toBe(true);
    const told = commits();
    expect([lms.save(keeping("x".repeat(room + 1))), commits()]).toEqual([false, told]);
    expect(values.get("cmi.suspend_data")).toBe("before");
  });

  test("up to there it is not asked", () => {
    expect(cutting(room, version).lms.save(keeping("x".repeat(room)))).toBe(true);
  });
});
