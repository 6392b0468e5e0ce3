/** The line of events on their way to the record: pure functions, so that the browser's storage holds plain JSON.
 *
 * An event gets its number (`seq`) when it is first sent and is never changed after that; it leaves the line when the
 * record has said accepted, duplicate or rejected. What has no number yet may be overtaken by something newer.
 */

import { evidenceOf, EVIDENCE, isSnapshot, type Report } from "./messages";

/** Most events in one request (contract 8). */
export const BATCH = 50;

export interface Event extends Report {
  id: string;
  /** null: not sent yet. */
  seq: number | null;
}

export interface NumberedEvent extends Event {
  seq: number;
}

export interface Queue {
  nextSeq: number;
  events: Event[];
}

/** The record's answer to a batch. */
export interface Receipt {
  accepted: string[];
  duplicate: string[];
  /** `id` is null when the record could not read it. */
  rejected: { id: string | null; error: string }[];
}

/** Adds a report; an older one for the same line item that was not sent yet yields, unless it carries an occurrence. */
export function enqueue(queue: Queue, report: Report, id: string): Queue {
  if (queue.events.some((event) => event.id === id)) return queue;
  const overtaken = queue.events.filter((event) => event.seq === null && isOvertaken(event, report));
  const score = { ...report.score, ...mergedSnapshots(overtaken, report) };
  const events = queue.events.filter((event) => !overtaken.includes(event));
  return { ...queue, events: [...events, { ...report, score, id, seq: null }] };
}

function isOvertaken(event: Event, by: Report): boolean {
  return event.lineitem === by.lineitem && evidenceOf(event).every(isSnapshot);
}

/** Snapshots of overtaken events go along, the newest per type and block. */
function mergedSnapshots(overtaken: Event[], report: Report): Partial<Report["score"]> {
  const all = [...overtaken.flatMap(evidenceOf), ...evidenceOf(report)];
  const kept = all.filter(
    (one, index) =>
      !isSnapshot(one) || !all.slice(index + 1).some((later) => later.type === one.type && later.block === one.block),
  );
  return kept.length > 0 ? { [EVIDENCE]: kept } : {};
}

/** Numbers the next batch and gives it; the numbered queue has to be stored before the batch is sent. */
export function nextBatch(queue: Queue, most = BATCH): { queue: Queue; batch: NumberedEvent[] } {
  let nextSeq = queue.nextSeq;
  const events = queue.events.map((event, index) =>
    index < most && event.seq === null ? { ...event, seq: nextSeq++ } : event,
  );
  return { queue: { nextSeq, events }, batch: events.slice(0, most) as NumberedEvent[] };
}

/** The queue without what the record has answered for. */
export function acknowledge(queue: Queue, receipt: Receipt): Queue {
  const done = new Set<string | null>([...receipt.accepted, ...receipt.duplicate, ...receipt.rejected.map(({ id }) => id)]);
  return { ...queue, events: queue.events.filter(({ id }) => !done.has(id)) };
}
