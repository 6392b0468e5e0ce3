/** The host in Open edX: the block's handler on the server decides (contract 12).
 *
 * One request is in flight at a time; what happens meanwhile waits and goes as one batch. A request that fails (no
 * network, session gone, server in trouble) is sent again, with growing pauses, until it is answered. When the page goes,
 * everything not yet answered goes once more in one request that outlives the page; actions set values, so a repeated
 * one is harmless.
 */
import type { Host, HostContext, Outcome } from "../../frontend/host";

/** Most actions in one request; the server refuses more (request.py). */
export const BATCH = 200;
/** Browsers let requests outlive the page only up to 64 KiB. */
const KEEPALIVE_LIMIT = 60_000;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

interface Waiting<S, A> {
  actions: A[];
  resolve(outcomes: Outcome<S>[]): void;
  reject(error: Error): void;
}

/** The server will never take this request; sending it again is no use. */
class Gone extends Error {}

export class XBlockHost<S, A> implements Host<S, A> {
  private waiting: Waiting<S, A>[] = [];
  private busy = false;
  private failures = 0;
  private timer = 0;

  constructor(
    private readonly url: string,
    readonly context: HostContext,
  ) {
    window.addEventListener("pagehide", () => this.sendLast());
    window.addEventListener("pageshow", (event) => event.persisted && this.retryNow());
    window.addEventListener("online", () => this.retryNow());
  }

  act(actions: A[]): Promise<Outcome<S>[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ actions, resolve, reject });
      if (this.timer === 0) void this.pump();
    });
  }

  private retryNow(): void {
    clearTimeout(this.timer);
    this.timer = 0;
    void this.pump();
  }

  private async pump(): Promise<void> {
    if (this.busy || this.waiting.length === 0) return;
    this.busy = true;
    const batch = this.nextBatch();
    try {
      const outcomes = await this.post(batch.flatMap(({ actions }) => actions));
      this.failures = 0;
      this.settle(batch, outcomes);
    } catch (error) {
      if (error instanceof Gone) this.giveUp(batch, error);
      else this.pauseAndRetry();
    } finally {
      this.busy = false;
    }
    if (this.timer === 0) void this.pump();
  }

  private nextBatch(): Waiting<S, A>[] {
    let count = 0;
    const fits = this.waiting.findIndex(({ actions }) => (count += actions.length) > BATCH);
    return this.waiting.slice(0, fits === -1 ? undefined : Math.max(fits, 1));
  }

  private settle(batch: Waiting<S, A>[], outcomes: Outcome<S>[]): void {
    this.waiting = this.waiting.filter((one) => !batch.includes(one));
    let start = 0;
    for (const { actions, resolve } of batch) resolve(outcomes.slice(start, (start += actions.length)));
  }

  private giveUp(batch: Waiting<S, A>[], error: Error): void {
    this.waiting = this.waiting.filter((one) => !batch.includes(one));
    for (const { reject } of batch) reject(error);
  }

  private pauseAndRetry(): void {
    const pause = Math.min(FIRST_PAUSE * 2 ** this.failures, LONGEST_PAUSE);
    this.failures += 1;
    this.timer = window.setTimeout(() => this.retryNow(), pause * (0.75 + Math.random() / 2));
  }

  private async post(actions: A[]): Promise<Outcome<S>[]> {
    const answer = await fetch(this.url, request(actions));
    if ([400, 404, 405, 413].includes(answer.status)) throw new Gone(`the server answered ${answer.status}`);
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const { outcomes } = (await answer.json()) as { outcomes?: Outcome<S>[] };
    if (outcomes?.length !== actions.length) throw new Error("the server's answer is not for these actions");
    return outcomes;
  }

  /** Nobody is there any more to read the answer; a page that comes back asks again. */
  private sendLast(): void {
    const actions = this.waiting.flatMap((one) => one.actions);
    if (actions.length === 0) return;
    fetch(this.url, request(actions.slice(0, BATCH))).catch(() => undefined);
  }
}

/** The platform checks the token itself; the cookie is read anew each time, since signing in again changes it. */
function request(actions: unknown[]): RequestInit {
  const body = JSON.stringify({ actions });
  const token = /(?:^|;\s*)csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  return {
    method: "POST",
    credentials: "same-origin",
    keepalive: body.length < KEEPALIVE_LIMIT,
    headers: { "Content-Type": "application/json", "X-CSRFToken": decodeURIComponent(token) },
    body,
  };
}
