/** The five endpoints of the record for packages (contract 8): plain POSTs without preflight, token in the body. */

import type { NumberedEvent, Receipt } from "./queue";

export interface Stay {
  virtual_start: string | null;
  departure: string | null;
  return: string | null;
}

export interface Claimed {
  token: string;
  expires_in: number;
  refresh: string;
  source: string;
  next_seq: number;
  line_items: unknown;
  stay: Stay | null;
  now: string;
}

export interface Refreshed {
  token: string;
  expires_in: number;
  next_seq: number;
}

export interface EventsAnswer extends Receipt {
  stay: Stay | null;
  now: string;
}

/** What the record answered, or why not: its status, or "network" when nothing came. */
export type Answer<T> = { ok: true; body: T } | Refusal;

/** `error`: the record's word for it, e.g. "code_refused", "not_enrolled", "reporting_ended". */
export interface Refusal {
  ok: false;
  status: number | "network";
  error?: string;
}

/** Sends one POST; replaced in tests. */
export type Post = (path: string, body: unknown) => Promise<Answer<unknown>>;

/** Longest wait for an answer. */
const PATIENCE = 20000;

export class Transport {
  constructor(private readonly post: Post, private readonly beaconUrl: string) {}

  static to(record: string): Transport {
    const base = `${record.replace(/\/+$/, "")}/bridge/v1/`;
    return new Transport((path, body) => post(base + path, body), `${base}events`);
  }

  claim(code: string, device: string, packageId: string, version: string): Promise<Answer<Claimed>> {
    return this.ask("claim", { code, device, package: packageId, package_version: version });
  }

  refresh(refresh: string): Promise<Answer<Refreshed>> {
    return this.ask("refresh", { refresh });
  }

  events(token: string, events: NumberedEvent[]): Promise<Answer<EventsAnswer>> {
    return this.ask("events", { token, events });
  }

  mine(token: string): Promise<Answer<unknown>> {
    return this.ask("mine", { token });
  }

  stop(token: string): Promise<Answer<unknown>> {
    return this.ask("stop", { token });
  }

  /** While the page goes away; no answer is heard, so what is sent here stays in the queue. */
  beacon(token: string, events: NumberedEvent[]): void {
    try {
      navigator.sendBeacon(this.beaconUrl, JSON.stringify({ token, events }));
    } catch {
      // Nothing is lost: the queue is stored and sent again at the next start.
    }
  }

  private async ask<T>(path: string, body: unknown): Promise<Answer<T>> {
    return (await this.post(path, body)) as Answer<T>;
  }
}

async function post(url: string, body: unknown): Promise<Answer<unknown>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body: JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: abort.signal,
    });
    if (response.ok) return { ok: true, body: await response.json() };
    const refusal = (await response.json().catch(() => ({}))) as { error?: unknown };
    return { ok: false, status: response.status, error: String(refusal.error ?? "") };
  } catch {
    return { ok: false, status: "network" };
  } finally {
    clearTimeout(timer);
  }
}
