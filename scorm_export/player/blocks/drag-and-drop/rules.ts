/** How a drag and drop answers a learner's move: as Open edX's XBlock does for the same moves (contract 12).
 *
 * Score: (items in a right zone + decoys in the bank) / items, the best so far. In standard mode an item stays only where it is
 * right, each drop counts at once, and it is done when all but the decoys lie right. In assessment mode everything stays
 * where it is put until the learner has it checked; then what is wrong goes back, except after the last attempt.
 */

import type { BlockModule, Json, Outcome } from "../../../../frontend/host";
import { noNotes } from "../../../../frontend/no-notes";
import type { Definition, Item } from "./definition";

export interface State {
  /** Zone of each item that lies in one. */
  at: Record<string, string>;
  /** Highest score, per mille; absent: 0. */
  best?: number;
  /** Checked so often; absent: never, and always in standard mode. */
  tries?: number;
  /** Standard mode: it was once complete. */
  done?: true;
}

export type Action =
  /** `zone` null: back to the bank, in assessment mode. */
  | { type: "drop"; item: string; zone: string | null }
  /** `attempt` is the number it will have; said twice it counts once. */
  | { type: "check"; attempt: number }
  | { type: "reset" };

/** What a placement is worth. */
export interface Verdict {
  right: string[];
  misplaced: string[];
  missing: string[];
  correct: boolean;
  /** Per mille, halves up. */
  score: number;
}

/** Unlimited attempts are counted up to here, as the exporter reckons (state_size.py). */
const MOST_ATTEMPTS = 1023;

/** Refusals: unknown-action, unknown-item, unknown-zone, fixed, zone-full, nothing-placed, no-attempts. */
export function apply(definition: Definition, state: State, action: Action): Outcome<State> {
  const next = after(definition, state, action);
  return typeof next === "string" ? { ...standing(definition, state), refused: next } : standing(definition, next);
}

export function standing(definition: Definition, state: State): Outcome<State> {
  const completion = definition.mode === "assessment" ? ((state.tries ?? 0) > 0 ? 1000 : 0) : standardCompletion(definition, state);
  return { state, score: state.best ?? 0, completion, complete: completion === 1000, evidence: [] };
}

function standardCompletion(definition: Definition, state: State): number {
  const { right, missing, correct } = judge(definition, state.at);
  return state.done || correct ? 1000 : perMille(right.length, right.length + missing.length);
}

/** In standard mode nothing is ever misplaced. */
export function judge({ items }: Definition, at: State["at"]): Verdict {
  const placed = items.filter(({ id }) => zoneOf(at, id) !== null);
  const right = placed.filter((item) => fits(item, zoneOf(at, item.id)));
  const misplaced = placed.filter((item) => !right.includes(item));
  const missing = items.filter((item) => item.zones.length > 0 && !placed.includes(item));
  const decoys = items.filter((item) => item.zones.length === 0 && !placed.includes(item));
  const hits = right.length + decoys.length;
  const ids = (some: Item[]): string[] => some.map(({ id }) => id);
  return { right: ids(right), misplaced: ids(misplaced), missing: ids(missing), correct: hits === items.length, score: perMille(hits, items.length) };
}

export function attemptsLeft({ attempts }: Definition, { tries = 0 }: State): boolean {
  return attempts === null || tries < attempts;
}

/** Nothing can be moved any more. */
export function isOver(definition: Definition, state: State): boolean {
  return definition.mode === "assessment" ? !attemptsLeft(definition, state) : judge(definition, state.at).correct;
}

export function hasRoom({ room, items }: Definition, at: State["at"], zone: string): boolean {
  return room === null || items.filter(({ id }) => zoneOf(at, id) === zone).length < room;
}

/** The zone an item lies in; ids are digits, so no name of every object is among them. */
export function zoneOf(at: State["at"], item: string): string | null {
  return at[item] ?? null;
}

/** One right placement: what lies right stays, the rest goes where fewest lie. */
export function answer({ items }: Definition, at: State["at"]): State["at"] {
  const placed: State["at"] = {};
  for (const item of items) if (fits(item, zoneOf(at, item.id))) placed[item.id] = at[item.id] as string;
  const load = (zone: string): number => Object.values(placed).filter((one) => one === zone).length;
  for (const { id, zones } of items) {
    const best = [...zones].sort((a, b) => load(a) - load(b))[0];
    if (zoneOf(placed, id) === null && best !== undefined) placed[id] = best;
  }
  return placed;
}

/** Open edX's `showanswer`, for a course without due dates. */
export function answerIsOpen(definition: Definition, state: State): boolean {
  if (definition.mode !== "assessment") return false;
  const tried = (state.tries ?? 0) > 0;
  const correct = tried && judge(definition, state.at).correct;
  const closed = !attemptsLeft(definition, state);
  const open: Readonly<Record<string, boolean>> = {
    always: true,
    attempted: tried,
    attempted_no_past_due: tried,
    answered: correct,
    correct_or_past_due: correct,
    closed,
    after_all_attempts: closed,
    finished: closed || correct,
    after_all_attempts_or_correct: closed || correct,
  };
  return Object.prototype.hasOwnProperty.call(open, definition.show) && open[definition.show] === true;
}

function after(definition: Definition, state: State, action: Action): State | string {
  if (action.type === "drop") return dropped(definition, state, action.item, action.zone);
  if (action.type === "check") return checked(definition, state, action.attempt);
  if (action.type !== "reset") return "unknown-action";
  return attemptsLeft(definition, state) ? { ...state, at: {} } : "no-attempts";
}

function dropped(definition: Definition, state: State, id: string, zone: string | null): State | string {
  const item = definition.items.find((one) => one.id === id);
  if (!item) return "unknown-item";
  if (zone !== null && !definition.zones.some((one) => one.id === zone)) return "unknown-zone";
  const before = zoneOf(state.at, id);
  if (before === zone) return state;
  if (definition.mode === "standard" && before !== null) return "fixed";
  if (!attemptsLeft(definition, state)) return "no-attempts";
  if (zone !== null && !hasRoom(definition, state.at, zone)) return "zone-full";
  const { [id]: _, ...others } = state.at;
  const at = zone === null ? others : { ...others, [id]: zone };
  if (definition.mode === "assessment") return { ...state, at };
  return counted(definition, { ...state, at: fits(item, zone) ? at : state.at });
}

function checked(definition: Definition, state: State, attempt: number): State | string {
  const tries = state.tries ?? 0;
  if (definition.mode !== "assessment" || !Number.isInteger(attempt)) return "unknown-action";
  if (attempt <= tries) return state;
  if (attempt !== tries + 1) return "unknown-action";
  if (!attemptsLeft(definition, state)) return "no-attempts";
  if (Object.keys(state.at).length === 0) return "nothing-placed";
  const next = counted(definition, { ...state, tries: definition.attempts === null ? Math.min(attempt, MOST_ATTEMPTS) : attempt });
  if (!attemptsLeft(definition, next)) return next;
  const { misplaced } = judge(definition, state.at);
  return { ...next, at: Object.fromEntries(Object.entries(state.at).filter(([id]) => !misplaced.includes(id))) };
}

/** The score never goes down, and what was complete stays so. */
function counted(definition: Definition, state: State): State {
  const { score, correct } = judge(definition, state.at);
  const best = Math.max(state.best ?? 0, score);
  return { ...state, ...(best > 0 ? { best } : {}), ...(correct && definition.mode === "standard" ? { done: true as const } : {}) };
}

function fits(item: Item, zone: string | null): boolean {
  return zone !== null && item.zones.includes(zone);
}

function perMille(part: number, whole: number): number {
  return whole === 0 ? 1000 : Math.floor((2 * part * 1000 + whole) / (2 * whole));
}

/** Whatever was stored: what is still right of it. An item whose zones the author changed goes back to the bank. */
export function restore(definition: Definition, stored: Json | undefined): State {
  const { at, best, tries, done } = entries(stored);
  const assessment = definition.mode === "assessment";
  const placed = definition.items.flatMap((item): [string, string][] => {
    const zone = entries(at)[item.id];
    if (typeof zone !== "string" || !definition.zones.some(({ id }) => id === zone)) return [];
    return assessment || fits(item, zone) ? [[item.id, zone]] : [];
  });
  const checks = assessment ? whole(tries, definition.attempts ?? MOST_ATTEMPTS) : 0;
  const score = whole(best, 1000);
  return {
    at: Object.fromEntries(placed),
    ...(score > 0 ? { best: score } : {}),
    ...(checks > 0 ? { tries: checks } : {}),
    ...(done === true && !assessment ? { done } : {}),
  };
}

function entries(value: Json | undefined): Record<string, Json | undefined> {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}

function whole(value: Json | undefined, most: number): number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? Math.min(value, most) : 0;
}

/** What the player needs beside the view; there are no private texts, and `restore` leaves gone parts out. */
export const rules: Omit<BlockModule<Definition, State, Action>, "tag" | "element"> = {
  rules: apply,
  restore,
  standing,
  ...noNotes,
};
