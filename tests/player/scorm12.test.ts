/** The SCORM 1.2 adapter against scorm-again's API, and against LMSs that are strict, lax or broken. */

import { beforeEach, describe, expect, test } from "vitest";
import { findApi } from "../../scorm_export/player/lms/find-api";
import type { Api } from "../../scorm_export/player/lms/run-time";
import { Scorm } from "../../scorm_export/player/lms/scorm";
import { SCORM_12 } from "../../scorm_export/player/lms/scorm12";
import { timespan } from "../../scorm_export/player/lms/session-time";
import { type Answers, type Call, fresh, Heard, host, keeping } from "./lms-host";

let heard: Heard;

const lms = (core: object = {}, answers?: Answers): Api => {
  const made = host(SCORM_12, fresh(SCORM_12, core), answers);
  heard = made.heard;
  return made.api;
};
const begin = (api: Api, clock?: () => number): Scorm | null => Scorm.begin(api, SCORM_12, clock);

const sets = (): string[][] => heard.sets();
const names = (): string[] => heard.calls.map(([name]) => name);

beforeEach(() => {
  heard = new Heard(SCORM_12);
});

describe("opening", () => {
  test("suspends at once and asks for little", () => {
    const opening = begin(lms())?.open();
    expect(opening).toEqual({ state: "", status: "incomplete", learner: "amy", readonly: false, unread: false });
    expect(sets()).toEqual([["cmi.core.exit", "suspend"], ["cmi.core.lesson_status", "incomplete"]]);
    const count = (name: string): number => names().filter((each) => each === name).length;
    expect([count("LMSInitialize"), count("LMSGetValue"), count("LMSSetValue"), count("LMSCommit")]).toEqual([1, 5, 2, 1]);
  });

  test("empty answers are defaults: an LMS that tells no mode, credit or learner is written to", () => {
    const opening = begin(lms({}, ([name]) => (name === "LMSGetValue" ? "" : undefined)))?.open();
    expect(opening).toMatchObject({ readonly: false, learner: "", status: null, unread: false });
  });

  test("an LMS that never tells the status (Open edX) does not lose a pass when the course is opened again", () => {
    const silent = ([name, element]: Call) => (name === "LMSGetValue" ? (element === "cmi.suspend_data" ? "1.0.x" : "") : undefined);
    begin(lms({}, silent))?.open();
    expect(sets()).toEqual([["cmi.core.exit", "suspend"]]);
  });

  test.each([["lesson_mode", "browse"], ["lesson_mode", "review"], ["credit", "no-credit"]])("%s = %s: nothing at all is set", (element, value) => {
    const adapter = begin(lms({}, (call) => (call[1] === `cmi.core.${element}` ? value : undefined)));
    expect(adapter?.open().readonly).toBe(true);
    expect(adapter?.save(keeping({ grade: 500 }))).toBe(true);
    adapter?.commit();
    adapter?.close();
    expect(names().filter((name) => name === "LMSSetValue" || name === "LMSCommit")).toEqual([]);
    expect(names()).toContain("LMSFinish");
  });

  describe("earlier work that can't be read", () => {
    const failing = (times: number, how: () => string) => {
      let left = times;
      return ([name, element]: Call) => (name === "LMSGetValue" && element === "cmi.suspend_data" && left-- > 0 ? how() : undefined);
    };
    const thrown = (): string => {
      throw new Error("busy");
    };
    const wrong = (code: string, answers: ReturnType<typeof failing>) => (call: Call) => (call[0] === "LMSGetLastError" ? code : answers(call));

    test("is asked for again; then it counts as if nothing had been", () => {
      expect(begin(lms({}, failing(2, thrown)))?.open()).toMatchObject({ unread: false, readonly: false });
    });

    test.each<[string, (call: Call) => string | undefined]>([
      ["every try throws", failing(99, thrown)],
      ["empty with an error", wrong("101", failing(99, () => ""))],
    ])("%s: nothing is written, not even the end", (_name, answers) => {
      const adapter = begin(lms({}, answers));
      expect(adapter?.open()).toMatchObject({ state: "", unread: true });
      adapter?.save(keeping({ grade: 500 }));
      adapter?.commit();
      adapter?.close();
      expect(names().filter((name) => ["LMSSetValue", "LMSCommit", "LMSFinish"].includes(name))).toEqual([]);
    });

    test.each(["0", "401", "403"])("empty with %s is a beginner", (code) => {
      expect(begin(lms({}, wrong(code, failing(99, () => ""))))?.open()).toMatchObject({ state: "", unread: false });
    });

    test("an LMS without LMSGetLastError is believed", () => {
      const { LMSGetLastError: _none, ...bare } = Object.fromEntries(
        ["LMSInitialize", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSFinish", "LMSGetLastError"].map((name) => [name, () => (name === "LMSGetValue" ? "" : "true")]),
      );
      expect(begin(bare as unknown as Api)?.open()).toMatchObject({ unread: false });
    });
  });

  test("an LMS that refuses to begin, or throws, is no LMS", () => {
    expect(begin(lms({}, ([name]) => (name === "LMSInitialize" ? "false" : undefined)))).toBeNull();
    const broken = new Proxy({} as Api, { get: () => () => { throw new Error("gone"); } });
    expect(begin(broken)).toBeNull();
  });
});

describe("saving", () => {
  const begun = (answers?: (call: Call) => string | undefined, core = {}): Scorm => {
    const adapter = begin(lms(core, answers), () => 0)!;
    adapter.open();
    heard.calls = [];
    return adapter;
  };

  test("state first, then score, status, time, and one commit", () => {
    expect(begun().save(keeping({ status: "passed", grade: 645 }))).toBe(true);
    expect(heard.calls.map((call) => call.slice(0, 2).join(" "))).toEqual([
      "LMSSetValue cmi.suspend_data", "LMSSetValue cmi.core.score.min", "LMSSetValue cmi.core.score.max",
      "LMSSetValue cmi.core.score.raw", "LMSSetValue cmi.core.lesson_status", "LMSSetValue cmi.core.session_time", "LMSCommit ",
    ]);
    expect(sets()[3]).toEqual(["cmi.core.score.raw", "64.5"]);
  });

  test("an ungraded course writes no score, and what the LMS has is not set again", () => {
    const adapter = begun();
    adapter.save(keeping());
    adapter.save(keeping({ state: "1.0.y" }));
    expect(sets().map(([element]) => element)).toEqual(["cmi.suspend_data", "cmi.core.session_time", "cmi.suspend_data", "cmi.core.session_time"]);
  });

  test("a refused state changes nothing else", () => {
    const adapter = begun((call) => (call[1] === "cmi.suspend_data" ? "false" : undefined));
    expect(adapter.save(keeping({ status: "passed", grade: 1000 }))).toBe(false);
    expect(names()).toEqual(["LMSSetValue"]);
  });

  test("a failed commit is no yes; afterwards everything is written again", () => {
    let works = false;
    const adapter = begun((call) => (call[0] === "LMSCommit" && !works ? "false" : undefined));
    expect(adapter.save(keeping({ grade: 500 }))).toBe(false);
    works = true;
    heard.calls = [];
    expect(adapter.save(keeping({ grade: 500 }))).toBe(true);
    expect(sets().map(([element]) => element)).toContain("cmi.suspend_data");
    expect(sets().map(([element]) => element)).toContain("cmi.core.score.raw");
  });

  describe.each(["cmi.core.lesson_status", "cmi.core.score.raw"])("%s is refused", (element) => {
    const work = keeping({ status: "passed", grade: 1000 });
    const refusing = (code: string, times = Infinity): Scorm => {
      let left = 0;
      const adapter = begun(([name, what]) => {
        if (name === "LMSGetLastError" && left > 0) return code;
        return name === "LMSSetValue" && what === element && left-- > 1 ? "false" : undefined;
      });
      left = times + 1;
      return adapter;
    };

    test.each(["0", "101", "301", "405"])("with %s: not saved, and written when it is tried again", (code) => {
      const adapter = refusing(code, 1);
      expect(adapter.save(work)).toBe(false);
      expect(names()).not.toContain("LMSCommit");
      expect(adapter.save(work)).toBe(true);
      expect(sets().map(([name]) => name)).toEqual(expect.arrayContaining([element, "cmi.suspend_data"]));
    });

    test.each(["401", "402"])("with %s, this LMS does not have it: passed over from then on", (code) => {
      const adapter = refusing(code);
      expect([adapter.save(work), adapter.save({ ...work, state: "1.0.y", grade: 900 })]).toEqual([true, true]);
      expect(sets().filter(([name]) => name === element)).toHaveLength(1);
    });
  });

  test("the borders of the score are optional", () => {
    const adapter = begun(([, what]) => (/score.m/.test(what ?? "") ? "false" : undefined));
    expect(adapter.save(keeping({ grade: 1000 }))).toBe(true);
  });

  test("after another window took over nothing is called any more", () => {
    const adapter = begun();
    adapter.retire();
    adapter.save(keeping({ status: "passed", grade: 1000 }));
    adapter.commit();
    adapter.close();
    expect(heard.calls).toEqual([]);
  });

  test.each([["passed", "incomplete", undefined], ["completed", "incomplete", undefined], ["completed", "passed", "passed"], ["failed", "passed", "passed"], ["incomplete", "passed", "passed"]] as const)(
    "the LMS holds %s, the course says %s: written is %s",
    (held, status, written) => {
      begun(undefined, { lesson_status: held }).save(keeping({ status }));
      expect(sets().find(([element]) => element === "cmi.core.lesson_status")?.[1]).toBe(written);
    },
  );
});

test("the end: time and commit, one LMSFinish, and nothing is called any more", () => {
  const adapter = begin(lms(), () => 0)!;
  adapter.open();
  adapter.close();
  adapter.close();
  adapter.commit();
  expect(adapter.save(keeping())).toBe(false);
  expect(names().slice(-3)).toEqual(["LMSSetValue", "LMSCommit", "LMSFinish"]);
  expect(sets()[sets().length - 1]).toEqual(["cmi.core.session_time", "0000:00:00.00"]);
});

test.each([[0, "0000:00:00.00"], [-5000, "0000:00:00.00"], [61234, "0000:01:01.23"], [360000000, "0100:00:00.00"], [1e15, "9999:59:59.99"]])(
  "%i ms are %s",
  (milliseconds, expected) => expect(timespan(milliseconds)).toBe(expected),
);

describe("finding the API", () => {
  type Frame = Record<string, unknown>;
  const top = (own: Frame = {}): Frame => {
    const frame: Frame = { ...own };
    frame["parent"] = frame;
    frame["top"] = frame;
    return frame;
  };
  const inside = (parent: Frame, own: Frame = {}): Frame => ({ parent, top: parent["top"], ...own });
  const api = { LMSInitialize: () => "true" };
  const find = (frame: Frame): unknown => findApi("API", frame as unknown as Window);
  const forbidden = (): Frame => new Proxy({}, { get: () => { throw new Error("SecurityError"); } });

  test.each<[string, Frame, unknown]>([
    ["in this window", top({ API: api }), api],
    ["in a parent", inside(inside(top({ API: api }))), api],
    ["in the opener", top({ opener: top({ API: api }) }), api],
    ["in a parent of the opener", inside(top(), { opener: inside(top({ API: api })) }), api],
    ["in the opener of the topmost window", inside(top({ opener: top({ API: api }) })), api],
    ["beyond an opener of another origin", inside(top({ API: api }), { opener: forbidden() }), api],
    ["behind an element with that id", inside(top({ API: api }), { API: { nodeType: 1 } }), api],
    ["behind two elements with that id", inside(top({ API: api }), { API: { namedItem: () => null } }), api],
    ["behind a text", inside(top({ API: api }), { API: "text" }), api],
    ["nowhere", inside(top()), null],
    ["nowhere, opener forbidden", top({ opener: forbidden() }), null],
  ])("%s", (_name, frame, expected) => expect(find(frame) ?? null).toBe(expected));

  test("a loop of parents ends", () => {
    const [one, other]: Frame[] = [{}, {}];
    Object.assign(one!, { parent: other });
    Object.assign(other!, { parent: one });
    expect(find(one!) ?? null).toBeNull();
  });
});
