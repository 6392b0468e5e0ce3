/** A film on YouTube: its addresses, and what its frame tells while it plays.
 *
 * The frame speaks the messages of YouTube's iframe API (`enablejsapi=1`), without that API's script: we say "listening",
 * it sends its state. Messages count only from our own frame and from YouTube's address; whatever is in them is checked.
 */

/** YouTube's address that sets no cookies before the film plays. */
export const ORIGIN = "https://www.youtube-nocookie.com";

/** What makes the frame talk; it is repeated until the frame answers. */
export const LISTENING = JSON.stringify({ event: "listening", id: 1, channel: "widget" });

const MOST_SIGNS = 100_000;

/** What one message says; null in `time` and `duration`: nothing about it. */
export interface News {
  time: number | null;
  duration: number | null;
  /** The owner forbids it elsewhere, the film is gone, … */
  failed: boolean;
}

/** Address for the frame. `page`: origin of our own page, which YouTube wants to know for its messages. */
export function frameAddress(id: string, start: number, end: number | null, page: string): string {
  const address = new URL(`/embed/${encodeURIComponent(id)}`, ORIGIN);
  const wishes = { enablejsapi: "1", autoplay: "1", playsinline: "1", rel: "0" };
  for (const [name, value] of Object.entries(wishes)) address.searchParams.set(name, value);
  if (start > 0) address.searchParams.set("start", String(start));
  if (end !== null) address.searchParams.set("end", String(end));
  if (/^https?:/.test(page)) address.searchParams.set("origin", page);
  return address.href;
}

/** Address of the film's page, for a window of its own. */
export function pageAddress(id: string, start: number): string {
  return `https://www.youtube.com/watch?v=${encodeURIComponent(id)}${start > 0 ? `&t=${start}s` : ""}`;
}

/** The news in a message; null when it is none of YouTube's. */
export function newsIn(data: unknown): News | null {
  const message = object(parsed(data));
  if (typeof message?.["event"] !== "string") return null;
  const info = object(message["info"]);
  return { time: seconds(info?.["currentTime"]), duration: seconds(info?.["duration"]), failed: message["event"] === "onError" };
}

function parsed(data: unknown): unknown {
  if (typeof data !== "string" || data.length > MOST_SIGNS) return null;
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function object(value: unknown): Record<string, unknown> | null {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

function seconds(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && value < 1e6 ? value : null;
}
