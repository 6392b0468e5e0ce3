/** Reports a learner's progress to the coordinator's record once they have entered their claim code (contract 8).
 *
 * The LMS always comes first: the reporter only sees confirmed state, and nothing here ever blocks a learner. What the
 * record acknowledged stands in the LMS's state; what is on its way stands in the browser's storage.
 */

import { delay } from "../backoff";
import type { BridgeMemory } from "../learner";
import type { Reporting } from "../package";
import { type Answer, type Claimed, claimRefusal, type ClaimResult, meaningOf, type Refusal, type Stay } from "./answers";
import { readClaimCode } from "./claim-code";
import { type BlockEvidence, differences, type Report, type Told } from "./messages";
import { acknowledge, BATCH, enqueue, nextBatch, type NumberedEvent, type Queue, type Receipt } from "./queue";
import { receiptSheet, type Sheet } from "./receipt";
import type { Source } from "./source";
import { eventId, forgotten, gateOf, hasPassed, remembered, tell } from "./told";
import type { Transport } from "./transport";
import type { Turn } from "./turn";
import { randomUuid } from "./uuid";
import type { Stored, Vault } from "./vault";

export type Choice = "asking" | "reporting" | "skipped" | "stopped" | "ended";

/** `nextSeq` of a queue that was begun without knowing it. */
const UNKNOWN = 0;
/** Longest wait for an LMS that does not take the claim; reporting begins all the same. Milliseconds. */
const KEEPING = 3000;
const RETRY = { first: 4000, most: 300000 };

export class Reporter {
  /** Told whenever something that is shown has changed. */
  onchange: () => void = () => undefined;
  choice: Choice = "asking";
  /** The record could not be reached, or is busy; it is tried again. */
  offline = false;
  private memory: BridgeMemory | null = null;
  private refused: Record<string, number> = {};
  private failures = 0;
  private sending = false;
  private numbered = false;
  private most = BATCH;
  private device = randomUuid();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly reporting: Reporting,
    private readonly owner: string,
    private readonly source: Source,
    private readonly vault: Vault,
    private readonly transport: Transport,
    private readonly turn: Turn,
  ) {}

  get package(): string {
    return this.reporting.package;
  }

  get departure(): string | null {
    return this.memory?.departure ?? null;
  }

  /** Storage may be wiped, and after a kill it may be older than what was sent: the record has to say in each visit which
   * number comes next before anything is sent. A number used twice would hide the newer of two results. */
  private get stale(): boolean {
    return !this.numbered || this.queue().nextSeq === UNKNOWN;
  }

  /** Events on their way. */
  get waiting(): number {
    return this.choice === "reporting" ? this.queue().events.length : 0;
  }

  /** Begins with what the LMS remembers; another learner's data is never used. */
  async start(memory: BridgeMemory | null): Promise<void> {
    if (memory === null || memory.owner !== this.owner) return;
    this.memory = memory;
    this.choice = memory.choice;
    if (memory.choice !== "reporting") return;
    await this.changed(memory.unsent.length > 0 ? await this.source.snapshots(memory.unsent) : []);
  }

  /** Looks at the confirmed state again and sends what the record does not know yet. */
  async changed(evidence: BlockEvidence[] = []): Promise<void> {
    if (this.memory?.choice !== "reporting") return;
    const blocks = evidence.map(({ block }) => block);
    const unsent = [...new Set([...this.memory.unsent, ...blocks])];
    if (unsent.length !== this.memory.unsent.length) this.remember({ unsent });
    this.add(differences(this.source.standing(), this.source.passes(), this.told(), this.source.now(), evidence));
    await this.flush();
  }

  async claim(typed: string): Promise<ClaimResult> {
    const code = readClaimCode(typed);
    if (code === null) return "mistyped";
    const answer = await this.transport.claim(code, this.device, this.reporting.package, this.reporting.package_version);
    if (!answer.ok) return claimRefusal(answer);
    await this.begin(answer.body);
    void this.source.snapshots(null).then((snapshots) => this.changed(snapshots));
    return "claimed";
  }

  /** What the LMS has confirmed, on paper; null: no claim code. It is used for this and not kept. */
  receipts(typed: string): Sheet | null {
    return receiptSheet(typed, this.reporting, this.source.standing(), this.source.now());
  }

  skip(): void {
    this.keepChoice("skipped");
  }

  /** Ends reporting; false when the record could not be told so. Nothing more is sent in either case. */
  async stop(): Promise<boolean> {
    const { token = "", refresh = "" } = this.memory ?? {};
    this.vault.clear();
    this.keepChoice("stopped");
    let answer: Answer<unknown> = await this.transport.stop(token);
    if (!answer.ok && meaningOf(answer) === "token") {
      const renewed = await this.transport.refresh(refresh);
      answer = renewed.ok ? await this.transport.stop(renewed.body.token) : renewed;
    }
    return answer.ok || meaningOf(answer) === "over";
  }

  /** Another window of this learner goes on from here. */
  retire(): void {
    clearTimeout(this.timer);
    this.memory = null;
  }

  /** Someone else's code stood here: everything of it goes, in the LMS and in the browser. */
  notMe(): void {
    this.vault.clear();
    this.memory = null;
    this.refused = {};
    this.device = randomUuid();
    this.choice = "asking";
    this.source.remember(null);
    this.onchange();
  }

  async mine(): Promise<Answer<unknown>> {
    const answer = await this.transport.mine(this.memory?.token ?? "");
    if (answer.ok || meaningOf(answer) !== "token" || !(await this.refreshed())) return answer;
    return this.transport.mine(this.memory?.token ?? "");
  }

  /** The network is back. */
  online(): void {
    this.failures = 0;
    void this.flush();
  }

  /** The page goes away: one last try for what waits; it stays in the queue until the record has answered. */
  leave(): void {
    if (this.memory?.choice !== "reporting" || this.stale || this.waiting === 0) return;
    const { queue, batch } = nextBatch(this.queue());
    this.vault.write({ ...queue, source: this.memory.source });
    this.transport.beacon(this.memory.token, batch);
  }

  async flush(): Promise<void> {
    if (this.sending || this.waiting === 0) return;
    this.sending = true;
    clearTimeout(this.timer);
    this.onchange();
    let myTurn = false;
    try {
      myTurn = await this.turn(() => this.sendAll());
    } catch (error) {
      console.error("blended-mobility: reporting failed, it is tried again", error);
    } finally {
      this.sending = false;
    }
    if (!myTurn) this.again();
    this.onchange();
  }

  /** The claim is shown when it is kept: a tab closed a moment later must not forget it. */
  private async begin(claimed: Claimed): Promise<void> {
    this.vault.clear();
    this.refused = {};
    this.failures = 0;
    this.memory = remembered(this.owner, this.device, claimed);
    this.numbered = true;
    this.vault.write({ source: claimed.source, nextSeq: claimed.next_seq, events: [] });
    const kept = Promise.resolve(this.source.remember(this.memory)).catch(() => undefined);
    await Promise.race([kept, new Promise((done) => setTimeout(done, KEEPING))]);
    if (this.memory?.choice === "reporting") this.choice = "reporting";
    this.onchange();
  }

  private async sendAll(): Promise<void> {
    while (this.memory?.choice === "reporting" && this.queue().events.length > 0) {
      if (this.stale && !(await this.refreshed())) return;
      const { queue, batch } = nextBatch(this.queue(), this.most);
      this.vault.write({ ...queue, source: this.memory.source });
      const { source } = this.memory;
      const answer = await this.transport.events(this.memory.token, batch);
      // Meanwhile the learner may have stopped, or someone else's code may stand here.
      if (this.memory?.source !== source) return;
      if (!(answer.ok ? this.received(batch, answer.body) : await this.recovered(answer, batch))) return;
    }
  }

  /** True when sending can go on at once. */
  private async recovered(refusal: Refusal, batch: NumberedEvent[]): Promise<boolean> {
    const meaning = meaningOf(refusal);
    if (meaning === "over") return this.end();
    if (meaning === "batch") return this.narrow(batch);
    if (meaning === "network") return this.again();
    return (await this.refreshed()) && (++this.failures < 3 || this.again());
  }

  /** The record does not take this batch: smaller ones find the event at fault, which is then given up. */
  private narrow(batch: NumberedEvent[]): boolean {
    this.most = Math.max(1, Math.floor(batch.length / 2));
    const [single, ...more] = batch;
    if (single && more.length === 0) {
      return this.received(batch, { accepted: [], duplicate: [], rejected: [{ id: single.id, error: "" }] });
    }
    return true;
  }

  /** True when the queue got shorter by it: without that it is not sent again at once. */
  private received(batch: NumberedEvent[], receipt: Receipt & { stay?: Stay | null }): boolean {
    const memory = this.memory;
    if (!memory) return false;
    const before = this.queue().events.length;
    const taken = new Set([...receipt.accepted, ...receipt.duplicate]);
    const rejected = batch.filter(({ id }) => receipt.rejected.some((each) => each.id === id));
    for (const { lineitem } of batch) delete this.refused[lineitem];
    for (const { lineitem, score } of rejected) this.refused[lineitem] = score.scoreGiven;
    const queue = acknowledge(this.queue(), receipt);
    this.vault.write({ ...queue, source: memory.source });
    const told = tell(memory, batch.filter(({ id }) => taken.has(id)), queue.events);
    const departure = receipt.stay ? (receipt.stay.departure ?? null) : memory.departure;
    const progressed = this.queue().events.length < before;
    if (progressed) [this.failures, this.offline, this.most] = [0, false, BATCH];
    this.remember({ ...told, departure, nextSeq: queue.nextSeq });
    return progressed || this.again();
  }

  private async refreshed(): Promise<boolean> {
    const memory = this.memory;
    if (!memory) return false;
    const answer = await this.transport.refresh(memory.refresh);
    if (this.memory?.source !== memory.source) return false;
    if (!answer.ok) return ["over", "token"].includes(meaningOf(answer)) ? this.end() : this.again();
    const queue = this.queue();
    const nextSeq = Math.max(queue.nextSeq, memory.nextSeq, answer.body.next_seq);
    this.numbered = true;
    this.vault.write({ ...queue, nextSeq, source: memory.source });
    this.remember({ token: answer.body.token, nextSeq });
    return true;
  }

  /** Reporting is over on the record's side; the learner is told. */
  private end(): false {
    this.vault.clear();
    this.keepChoice("stopped");
    this.choice = "ended";
    this.onchange();
    return false;
  }

  private again(): false {
    if (this.memory?.choice !== "reporting") return false;
    this.offline = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), delay(RETRY, this.failures++, Math.random()));
    return false;
  }

  private keepChoice(choice: "skipped" | "stopped"): void {
    this.memory = forgotten(this.owner, choice);
    this.choice = choice;
    this.remember({});
  }

  private remember(news: Partial<BridgeMemory>): void {
    if (this.memory === null) return;
    this.memory = { ...this.memory, ...news };
    this.source.remember(this.memory);
    this.onchange();
  }

  private add(reports: Report[]): void {
    const known = reports.filter(({ lineitem }) => this.reporting.line_items.includes(lineitem));
    if (known.length === 0 || !this.memory) return;
    const { device, source } = this.memory;
    const queue: Queue = this.queue();
    const after = known.reduce((line, report) => enqueue(line, report, eventId(device, report)), queue);
    this.vault.write({ ...after, source });
  }

  private queue(): Stored {
    const { source = "" } = this.memory ?? {};
    return this.vault.read(source) ?? { source, nextSeq: UNKNOWN, events: [] };
  }

  private told(): Told {
    const { acknowledged = {}, passes = [] } = this.memory ?? {};
    const { events } = this.queue();
    const waiting = Object.fromEntries(events.map(({ lineitem, score }) => [lineitem, score.scoreGiven]));
    const passing = events.filter(hasPassed).map(gateOf);
    return { values: { ...acknowledged, ...this.refused, ...waiting }, passes: [...passes, ...passing] };
  }
}
