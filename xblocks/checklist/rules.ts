/** How a checklist answers a learner's action (contract 12). Twin of rules.py and of the state in model.py; both run on
 * cases.json.
 *
 * Readiness is the share of required steps that are done among the required steps not marked "not needed", per mille.
 * It is the score; completion is the highest readiness so far.
 */
import type { Evidence, Json, Outcome } from "../../frontend/host";

export type Status = "not_yet" | "in_hand" | "done" | "not_needed";
export type Owner = "me" | "school" | "host" | "coordinator" | "family";

export interface Item {
  id: string;
  text: string;
  help: string;
  owner: Owner;
  required: boolean;
  /** Whole days relative to departure; null: at any time. */
  due: number | null;
}

export interface Definition {
  presentation: "list" | "timeline";
  /** HTML, cleaned before it came here. */
  introduction: string;
  items: Item[];
}

/** What a learner said about one step; absent means not_yet and no note. */
export interface Answer {
  status?: Exclude<Status, "not_yet">;
  note?: string;
}

export interface State {
  version: 1;
  /** Names the set of steps the answers belong to. */
  edition: string;
  items: Record<string, Answer>;
  /** Answers of steps the author took away, kept for one edition. */
  gone?: Record<string, Answer>;
  best: number;
}

/** The browser sends only the first two; whatever else arrives is refused. */
export type Action =
  | { type: "status"; item: string; value: Status }
  | { type: "note"; item: string; value: string };

export const STATUSES: readonly Status[] = ["not_yet", "in_hand", "done", "not_needed"];
export const NOTE_LIMIT = 300;
const ITEM_ID = /^[a-z0-9-]{1,64}$/;

/** Refusals: unknown-action, unknown-item, unknown-status, note-not-text, note-too-long. */
export function apply(definition: Definition, state: State, action: Action, _now: string): Outcome<State> {
  const refusal = refuse(definition, action);
  if (refusal) return { ...standing(definition, state), refused: refusal };
  const before = answerOf(state, action.item);
  const after = action.type === "status" ? withStatus(before, action.value) : withNote(before, action.value);
  const items = { ...state.items, [action.item]: after };
  if (isEmpty(after)) delete items[action.item];
  const changed = { ...state, items };
  changed.best = Math.max(state.best, readiness(definition, changed));
  const evidence = after.status === before.status ? [] : [report(definition, changed)];
  return { ...standing(definition, changed), evidence };
}

/** What a state means as it stands, without an action. */
export function standing(definition: Definition, state: State): Outcome<State> {
  const score = readiness(definition, state);
  const completion = Math.max(state.best, score);
  return { state, score, completion, complete: completion === 1000, evidence: [] };
}

/** Per mille; 1000 when no required step is left to do. */
export function readiness(definition: Definition, state: State): number {
  const statuses = definition.items.filter((item) => item.required).map((item) => statusOf(state, item.id));
  const needed = statuses.filter((status) => status !== "not_needed");
  const done = needed.filter((status) => status === "done").length;
  return needed.length === 0 ? 1000 : perMille(done, needed.length);
}

export function statusOf(state: State, item: string): Status {
  return answerOf(state, item).status ?? "not_yet";
}

/** Own entries only: an id may be the name of something every object has ("constructor"). */
export function answerOf(state: State, item: string): Answer {
  return Object.prototype.hasOwnProperty.call(state.items, item) ? (state.items[item] as Answer) : {};
}

/** Length in Unicode code points, as Python counts. */
export function codePoints(text: string): number {
  return [...text].length;
}

/** State from what was stored: nothing, an older shape or something damaged gives as much as can be read. */
export function restore(definition: Definition, stored: Json | undefined): State {
  const now = edition(definition);
  if (!isRecord(stored) || stored.version !== 1) return { version: 1, edition: now, items: {}, best: 0 };
  const there = new Set(definition.items.map((item) => item.id));
  const items = answers(stored.items);
  const gone = answers(stored.gone);
  const waiting = stored.edition === now ? [...gone, ...items] : items;
  const best = stored.best;
  return withGone(
    {
      version: 1,
      edition: now,
      items: Object.fromEntries([...gone, ...items].filter(([id]) => there.has(id))),
      best: typeof best === "number" && Number.isInteger(best) && best >= 0 && best <= 1000 ? best : 0,
    },
    waiting.filter(([id]) => !there.has(id)),
  );
}

/** The state without notes, and each note by its step. */
export function split(state: State): { state: State; notes: Record<string, string> } {
  const all = [...Object.entries(state.items), ...Object.entries(state.gone ?? {})];
  const notes = all.filter(([, { note }]) => note !== undefined).map(([id, { note }]): [string, string] => [id, note ?? ""]);
  const { gone = {}, ...rest } = state;
  return {
    state: withGone({ ...rest, items: Object.fromEntries(statusesOf(state.items)) }, statusesOf(gone)),
    notes: Object.fromEntries(notes),
  };
}

/** Puts notes back; one of a step that is gone stays with it. */
export function join(state: State, notes: Readonly<Record<string, string>>): State {
  const { gone = {}, ...rest } = state;
  const isGone = (id: string): boolean => Object.prototype.hasOwnProperty.call(gone, id);
  const entries = Object.entries(notes);
  const items = Object.entries(noted(rest.items, entries.filter(([id]) => !isGone(id))));
  return withGone({ ...rest, items: Object.fromEntries(items) }, Object.entries(noted(gone, entries.filter(([id]) => isGone(id)))));
}

/** The state without answers of steps that the author took away. */
export function withoutGone({ gone: _, ...rest }: State): State {
  return rest;
}

function statusesOf(items: Record<string, Answer>): [string, Answer][] {
  const kept = Object.entries(items).filter(([, { status }]) => status !== undefined);
  return kept.map(([id, answer]) => [id, withNote(answer, "")]);
}

function noted(items: Record<string, Answer>, notes: [string, string][]): Record<string, Answer> {
  const known = new Map(Object.entries(items));
  return Object.fromEntries([...known, ...notes.map(([id, note]): [string, Answer] => [id, withNote(known.get(id) ?? {}, note)])]);
}

/** Eight hex digits that name the set of step ids (FNV-1a, 32 bits); wording, order and dates don't change it. */
export function edition(definition: Definition): string {
  let digest = 0x811c9dc5;
  const ids = definition.items.map((item) => item.id).sort();
  for (const letter of ids.join("\n")) digest = Math.imul(digest ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return digest.toString(16).padStart(8, "0");
}

function refuse(definition: Definition, action: Action): string | null {
  const { type, item, value } = action as { type?: Json; item?: Json; value?: Json };
  if (type !== "status" && type !== "note") return "unknown-action";
  if (!definition.items.some((one) => one.id === item)) return "unknown-item";
  if (type === "status") return STATUSES.includes(value as Status) ? null : "unknown-status";
  if (!isNote(value)) return "note-not-text";
  return codePoints(value) > NOTE_LIMIT ? "note-too-long" : null;
}

function withStatus(answer: Answer, value: Status): Answer {
  const { status: _, ...rest } = answer;
  return value === "not_yet" ? rest : { ...rest, status: value };
}

function withNote(answer: Answer, value: string): Answer {
  const { note: _, ...rest } = answer;
  return value === "" ? rest : { ...rest, note: value };
}

function isEmpty(answer: Answer): boolean {
  return answer.status === undefined && answer.note === undefined;
}

/** A snapshot with counts only: no step's words, no note. */
function report(definition: Definition, state: State): Evidence {
  const statuses = definition.items.map((item) => statusOf(state, item.id));
  const counts = STATUSES.map((status) => [status, statuses.filter((one) => one === status).length]);
  const data = { counts: Object.fromEntries(counts), readiness: readiness(definition, state) };
  return { type: "checklist.state", v: 1, data };
}

/** Halves are rounded up, in integers only. */
function perMille(part: number, whole: number): number {
  return Math.floor((2 * part * 1000 + whole) / (2 * whole));
}

function withGone(state: State, gone: [string, Answer][]): State {
  return gone.length === 0 ? state : { ...state, gone: Object.fromEntries(gone) };
}

function isRecord(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function answers(stored: Json | undefined): [string, Answer][] {
  if (!isRecord(stored)) return [];
  return Object.entries(stored)
    .filter(([id, value]) => ITEM_ID.test(id) && isRecord(value))
    .map(([id, value]): [string, Answer] => [id, answer(value as { [key: string]: Json })])
    .filter(([, read]) => !isEmpty(read));
}

function answer({ status, note }: { [key: string]: Json }): Answer {
  const read = STATUSES.includes(status as Status) ? withStatus({}, status as Status) : {};
  return isNote(note) && codePoints(note) <= NOTE_LIMIT ? withNote(read, note) : read;
}

/** Text that every store and every wire can hold: no half of a surrogate pair. */
function isNote(value: Json | undefined): value is string {
  return typeof value === "string" && !/[\ud800-\udfff]/u.test(value);
}
