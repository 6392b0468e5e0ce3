/** One sender at a time: a browser whose locks a page may not use falls back to a lease. */

import { afterEach, expect, test, vi } from "vitest";
import { turnFor } from "../../scorm_export/player/bridge/turn";
import { FakeStorage } from "./record";

afterEach(() => vi.unstubAllGlobals());

const locks = (request: (...args: unknown[]) => Promise<unknown>): void => void vi.stubGlobal("navigator", { locks: { request } });

test("denied locks: the work is done all the same, one tab at a time", async () => {
  locks(() => Promise.reject(new DOMException("no", "SecurityError")));
  const storage = new FakeStorage() as unknown as Storage;
  const [one, other] = [turnFor("p", storage), turnFor("p", storage)];
  const done: string[] = [];
  const inside = async (): Promise<void> => {
    done.push("one");
    expect(await other(async () => void done.push("other"))).toBe(false);
  };
  expect(await one(inside)).toBe(true);
  expect(done).toEqual(["one"]);
});

test("work that fails under a lock is not done a second time", async () => {
  locks((_name, _options, work) => (work as (lock: object) => Promise<unknown>)({}));
  const work = vi.fn(() => Promise.reject(new Error("broken")));
  await expect(turnFor("p", null)(work)).rejects.toThrow("broken");
  expect(work).toHaveBeenCalledTimes(1);
});
