/** A record for the reporter's tests: takes each event once, refuses what the schemas do not
 * allow, and can be away, deaf or strict. */

import { wireErrors } from "./wire";
import type { Post } from "../../scorm_export/player/bridge/transport";

/** The tests' tokens tell who holds them; on the wire a token is 43 signs of base64url. */
const SECRET = "A".repeat(43);

interface Taken {
  id: string;
  seq: number;
  lineitem: string;
  score: { scoreGiven: number };
  token: string;
}

export class FakeRecord {
  /** Status every request gets instead of being served; "deaf": served, but the answer is lost. */
  failing: number | "network" | "deaf" | null = null;
  /** A school's web filter answers with this status instead, in words of its own. */
  filter: number | null = null;
  /** Bodies that come in place of the next answers to "events". */
  instead: unknown[] = [];
  expired = new Set<string>();
  reject = "";
  taken: Taken[] = [];
  asked: string[] = [];
  private refreshed = 0;

  readonly post: Post = async (path, body) => {
    this.asked.push(path);
    const secrets = body as { token?: string; refresh?: string };
    const wire = { ...secrets, ...(secrets.token && { token: SECRET }), ...(secrets.refresh && { refresh: SECRET }) };
    if (wireErrors(`${path}-request`, wire)) throw new Error(`${path}: ${wireErrors(`${path}-request`, wire)}`);
    if (this.filter !== null) return { ok: false, status: this.filter, error: "" };
    if (this.failing === "network") return { ok: false, status: "network" };
    if (typeof this.failing === "number") return { ok: false, status: this.failing, error: wordFor(this.failing, path) };
    if (path === "events" && this.instead.length > 0) return { ok: true, body: this.instead.shift() };
    const answer = this.answer(path, body as Record<string, unknown>);
    if (this.failing === "deaf") return { ok: false, status: "network" };
    return answer ? { ok: true, body: answer } : { ok: false, status: 401, error: "token_expired" };
  };

  values(token = "token-device"): Record<string, number> {
    const mine = this.taken.filter((event) => event.token.startsWith(token)).sort((a, b) => a.seq - b.seq);
    return Object.fromEntries(mine.map(({ lineitem, score }) => [lineitem, score.scoreGiven]));
  }

  private answer(path: string, body: Record<string, unknown>): unknown {
    const stay = { virtual_start: null, departure: "2027-03-14", return: null };
    if (path === "claim") {
      const token = `token-device`;
      return { token, expires_in: 1, refresh: `r${token}`, source: "s_1", next_seq: 1, line_items: [], stay, now: "" };
    }
    if (path === "refresh") {
      const next = Math.max(0, ...this.taken.map(({ seq }) => seq)) + 1;
      return { token: `${String(body["refresh"]).slice(1)}+${++this.refreshed}`, expires_in: 1, next_seq: next };
    }
    if (this.expired.has(String(body["token"]))) return null;
    if (path === "stop") return { source: "s_1", stopped: true, now: "" };
    return path === "events" ? { ...this.take(body), stay, now: "" } : { results: [] };
  }

  private take(body: Record<string, unknown>): object {
    const [accepted, duplicate, rejected]: [string[], string[], { id: string; error: string }[]] = [[], [], []];
    for (const event of body["events"] as Taken[]) {
      if (event.lineitem === this.reject) rejected.push({ id: event.id, error: "no" });
      else if (this.taken.some(({ id }) => id === event.id)) duplicate.push(event.id);
      else {
        this.taken.push({ ...event, token: String(body["token"]) });
        accepted.push(event.id);
      }
    }
    return { accepted, duplicate, rejected };
  }
}

/** The record's word for a status (schema `error-answer`). */
function wordFor(status: number, path: string): string {
  if (status === 403) return path === "claim" ? "code_refused" : "reporting_ended";
  return { 401: "token_unknown", 410: "gone", 429: "too_many", 503: "busy" }[status] ?? "";
}

/** The browser's storage, shared by all who use the browser. */
export class FakeStorage {
  readonly items = new Map<string, string>();
  length = 0;
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  full = false;
  setItem = (key: string, value: string): void => {
    if (this.full) throw new DOMException("full", "QuotaExceededError");
    this.items.set(key, value);
  };
  removeItem = (key: string): void => void this.items.delete(key);
  clear = (): void => this.items.clear();
  key = (): null => null;
}
