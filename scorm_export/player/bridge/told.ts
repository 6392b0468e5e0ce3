/** What the record has been told: kept in the LMS's state, so that wiped browser storage loses nothing (contract 8). */

import type { BridgeMemory } from "../learner";
import type { Claimed } from "./answers";
import { evidenceOf, isSnapshot, type Report } from "./messages";
import type { Event, NumberedEvent } from "./queue";
import { derivedUuid, randomUuid } from "./uuid";

export const gateOf = (report: Report): string => report.lineitem.slice("gate:".length);
export const hasPassed = (event: Report): boolean => evidenceOf(event).some(({ type }) => type === "check.passed");

/** Something that happened once keeps its id even when it has to be sent again from the LMS's memory. */
export function eventId(device: string, report: Report): string {
  const once = evidenceOf(report).filter((evidence) => !isSnapshot(evidence));
  return once.length > 0 ? derivedUuid(`${device} ${report.lineitem} ${JSON.stringify(once)}`) : randomUuid();
}

/** The memory after the record has taken `events`; `waiting`: what is still on its way. */
export function tell(memory: BridgeMemory, events: NumberedEvent[], waiting: Event[]): Partial<BridgeMemory> {
  const blocksOf = (some: Event[]): string[] => some.flatMap(evidenceOf).filter(isSnapshot).map(({ block }) => block);
  const [sent, still] = [blocksOf(events), blocksOf(waiting)];
  const passed = events.filter(hasPassed).map(gateOf);
  return {
    acknowledged: {
      ...memory.acknowledged,
      ...Object.fromEntries(events.map(({ lineitem, score }) => [lineitem, score.scoreGiven])),
    },
    passes: [...new Set([...memory.passes, ...passed])],
    unsent: memory.unsent.filter((block) => !sent.includes(block) || still.includes(block)),
  };
}

const NOTHING = { acknowledged: {}, passes: [], unsent: [] } as const;

/** The memory right after a claim. */
export function remembered(owner: string, device: string, { token, refresh, source, next_seq, stay }: Claimed): BridgeMemory {
  const departure = stay?.departure ?? null;
  return { owner, choice: "reporting", device, token, refresh, source, nextSeq: next_seq, departure, ...NOTHING };
}

/** A decision against reporting: no secret stays. */
export function forgotten(owner: string, choice: "skipped" | "stopped"): BridgeMemory {
  return { owner, choice, device: "", token: "", refresh: "", source: "", nextSeq: 1, departure: null, ...NOTHING };
}
