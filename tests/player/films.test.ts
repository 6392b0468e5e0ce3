/** Films: how much was watched, what YouTube's messages say, and the addresses that are asked. */

import { expect, test } from "vitest";
import { addressOf, askedSite, siteOf } from "../../scorm_export/player/films/place";
import { Played } from "../../scorm_export/player/films/played";
import { frameAddress, newsIn, pageAddress } from "../../scorm_export/player/films/youtube";
import { watchedEnough } from "../../scorm_export/player/watched";

const ranges = (...all: [number, number][]) => ({ length: all.length, start: (i: number) => all[i]![0], end: (i: number) => all[i]![1] });

test.each([
  ["nothing", [], 100, undefined, undefined, false],
  ["94 %", [[0, 94]], 100, undefined, undefined, false],
  ["95 %", [[0, 95]], 100, undefined, undefined, true],
  ["95 % in pieces", [[0, 45], [50, 100]], 100, undefined, undefined, true],
  ["all of the part", [[20, 40]], 100, 20, 40, true],
  ["most of the film, but not the part", [[0, 20], [40, 100]], 100, 20, 40, false],
  ["94 % of the part and much beside it", [[0, 38.8]], 100, 20, 40, false],
  ["a part to the end", [[20, 97]], 100, 20, null, true],
  ["a part that ends after the film", [[20, 100]], 100, 20, 400, true],
  ["a part that the film does not have means all of it", [[0, 100]], 100, 200, 300, true],
  ["a film whose length nobody knows", [[0, 100]], NaN, undefined, undefined, false],
  ["a film without an end", [[0, 100]], Infinity, undefined, undefined, false],
] as const)("watched: %s", (_name, played, duration, start, end, enough) => {
  expect(watchedEnough(ranges(...(played as unknown as [number, number][])), duration, start, end)).toBe(enough);
});

const play = (...times: number[]) => {
  const played = new Played();
  for (const time of times) played.at(time);
  return Array.from({ length: played.length }, (_, index) => [played.start(index), played.end(index)]);
};

test("times that follow closely are watched, leaps and steps back are not", () => {
  expect(play(0, 0.25, 0.5, 2.5)).toEqual([[0, 2.5]]);
  expect(play(0, 1, 60, 61)).toEqual([[0, 1], [60, 61]]);
  expect(play(0, 1, 0, 1, 2)).toEqual([[0, 2]]);
  expect(play(10, 9, 8)).toEqual([]);
  expect(play(5)).toEqual([]);
});

test("parts that meet become one, so that each second counts once", () => {
  expect(play(0, 2, 10, 12, 1, 3, 5, 7, 9, 11)).toEqual([[0, 12]]);
});

test("a message tells time and length", () => {
  expect(newsIn(JSON.stringify({ event: "infoDelivery", info: { currentTime: 3.5, duration: 60 } }))).toEqual({ time: 3.5, duration: 60, failed: false });
  expect(newsIn(JSON.stringify({ event: "onReady", info: null }))).toEqual({ time: null, duration: null, failed: false });
  expect(newsIn(JSON.stringify({ event: "onError", info: 150 }))).toEqual({ time: null, duration: null, failed: true });
});

test.each([undefined, null, 7, {}, { event: "infoDelivery" }, "", "{", "null", "[]", "7", '{"event":7}', `{"event":"x","info":"${"x".repeat(100_001)}"}`])(
  "no message of YouTube: %j",
  (data) => expect(newsIn(data)).toBeNull(),
);

test.each([-1, 1e9, "3", null, true, [3], { a: 1 }])("no time: %j", (currentTime) => {
  expect(newsIn(JSON.stringify({ event: "infoDelivery", info: { currentTime, duration: currentTime } }))).toEqual({ time: null, duration: null, failed: false });
});

test("the frame's address has the part and the page's origin", () => {
  const rest = "enablejsapi=1&autoplay=1&playsinline=1&rel=0";
  expect(frameAddress("abcdefghij0", 0, null, "null")).toBe(`https://www.youtube-nocookie.com/embed/abcdefghij0?${rest}`);
  expect(frameAddress("abcdefghij0", 5, 9, "https://lms.example")).toBe(
    `https://www.youtube-nocookie.com/embed/abcdefghij0?${rest}&start=5&end=9&origin=https%3A%2F%2Flms.example`,
  );
  expect(pageAddress("abcdefghij0", 5)).toBe("https://www.youtube.com/watch?v=abcdefghij0&t=5s");
});

test("the site that is named is the one that is asked", () => {
  expect(siteOf("https://youtube.com@evil.example:8443/a.mp4")).toBe("evil.example:8443");
  expect(siteOf("no address")).toBe("no address");
  expect(askedSite({ kind: "youtube", id: "abcdefghij0" })).toBe("www.youtube-nocookie.com");
  expect(askedSite({ kind: "page", url: "https://a.example/b" })).toBeNull();
  const file = { kind: "file" as const, sources: [{ src: "https://a.example/b.mp4", type: "video/mp4" }] };
  expect([askedSite(file), addressOf(file, 3)]).toEqual(["a.example", "https://a.example/b.mp4"]);
});
