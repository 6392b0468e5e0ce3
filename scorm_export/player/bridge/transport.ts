/** The five endpoints of the record for packages (contract 8): plain POSTs without preflight, token in the body. */

import { type Answer, type Claimed, type EventsAnswer, isAnswer, type Refreshed } from "./answers";
import type { NumberedEvent } from "./queue";

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

  /** An answer of another shape did not come from the record: that is trouble in the network. */
  private async ask<T>(path: keyof typeof isAnswer, body: unknown): Promise<Answer<T>> {
    const answer = await this.post(path, body);
    return answer.ok && !isAnswer[path](answer.body) ? { ok: false, status: "network" } : (answer as Answer<T>);
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
    const refusal = (await response.json().catch(() => null)) as { error?: unknown } | null;
    return { ok: false, status: response.status, error: typeof refusal?.error === "string" ? refusal.error : "" };
  } catch {
    return { ok: false, status: "network" };
  } finally {
    clearTimeout(timer);
  }
}
