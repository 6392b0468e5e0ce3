/** A film player asks for parts of a file; the service worker cuts them as RFC 9110 has it. */

import { expect, test } from "vitest";
import { partOf, spanOf } from "../../scorm_export/player/byte-range";

test.each([
  ["bytes=0-9", 100, { start: 0, end: 10 }],
  ["bytes=90-", 100, { start: 90, end: 100 }],
  ["bytes=90-500", 100, { start: 90, end: 100 }],
  ["bytes=-10", 100, { start: 90, end: 100 }],
  ["bytes=-500", 100, { start: 0, end: 100 }],
  ["bytes=99-99", 100, { start: 99, end: 100 }],
  ["bytes=100-", 100, "none"],
  ["bytes=-0", 100, "none"],
  ["bytes=0-", 0, "none"],
  ["bytes=-5", 0, "none"],
  ["bytes=9-3", 100, null],
  ["bytes=-", 100, null],
  ["bytes=0-1,5-6", 100, null],
  ["lines=0-9", 100, null],
  ["bytes=0x1-5", 100, null],
  [null, 100, null],
])("%s of %d bytes", (header, size, expected) => {
  expect(spanOf(header, size)).toEqual(expected);
});

const film = (): Response => new Response("0123456789", { headers: { "Content-Type": "video/mp4" } });

test("a part is answered with its place", async () => {
  const part = await partOf(film(), "bytes=2-4");
  expect([part.status, part.headers.get("Content-Range"), part.headers.get("Content-Length")]).toEqual([206, "bytes 2-4/10", "3"]);
  expect(part.headers.get("Content-Type")).toBe("video/mp4");
  expect(await part.text()).toBe("234");
});

test("bytes that are not there are refused, and what is no range gets the whole file", async () => {
  const none = await partOf(film(), "bytes=10-");
  expect([none.status, none.headers.get("Content-Range")]).toEqual([416, "bytes */10"]);
  const whole = await partOf(film(), "bytes=0-1,3-4");
  expect([whole.status, await whole.text()]).toEqual([200, "0123456789"]);
});
