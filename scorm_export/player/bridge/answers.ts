/** What the record answers (contract 8), and whether a body really is that: school filters answer in its place. */

import type { Receipt } from "./queue";

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

type Body = Record<string, unknown>;

const isBody = (value: unknown): value is Body => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isTime = (value: unknown): boolean => value === undefined || typeof value === "string";
const isNumber = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
const listOf = (value: unknown, right: (each: unknown) => boolean): boolean => Array.isArray(value) && value.every(right);
const isDay = (value: unknown): boolean => value === undefined || value === null || typeof value === "string";
const isStay = (value: unknown): boolean => value === undefined || value === null || (isBody(value) && isDay(value["departure"]));
const isRejected = (value: unknown): boolean => isBody(value) && (value["id"] === null || isText(value["id"]));
const isResult = (value: unknown): boolean => isBody(value) && isText(value["lineitem"]) && isTime(value["at"]);
const isEvidence = (value: unknown): boolean => isBody(value) && isText(value["type"]) && isText(value["block"]);

/** By endpoint: true when the body has what the player uses of it. */
export const isAnswer: Readonly<Record<"claim" | "refresh" | "events" | "mine" | "stop", (body: unknown) => boolean>> = {
  claim: (body) =>
    isBody(body) && [body["token"], body["refresh"], body["source"]].every(isText) && isNumber(body["next_seq"]) && isStay(body["stay"]),
  refresh: (body) => isBody(body) && isText(body["token"]) && isNumber(body["next_seq"]),
  events: (body) =>
    isBody(body) && listOf(body["accepted"], isText) && listOf(body["duplicate"], isText) &&
    listOf(body["rejected"], isRejected) && isStay(body["stay"]),
  mine: (body) =>
    isBody(body) && listOf(body["results"], isResult) && (body["evidence"] === undefined || listOf(body["evidence"], isEvidence)),
  stop: (body) => isBody(body) && body["stopped"] === true,
};

/** What the record answered, or why not: its status, or "network" when nothing came. */
export type Answer<T> = { ok: true; body: T } | Refusal;

/** `error`: the record's word for it, e.g. "code_refused"; "" when it was not the record that answered. */
export interface Refusal {
  ok: false;
  status: number | "network";
  error?: string;
}

/** The record's words by what they ask for (schema `error-answer`). Anything else is trouble in the network. */
const MEANINGS = {
  over: ["gone", "reporting_ended"],
  token: ["token_expired", "token_unknown"],
  batch: ["malformed", "too_large"],
} as const;

export type Meaning = keyof typeof MEANINGS | "network";

export function meaningOf({ error = "" }: Refusal): Meaning {
  const found = Object.entries(MEANINGS).find(([, words]) => (words as readonly string[]).includes(error));
  return (found?.[0] as Meaning | undefined) ?? "network";
}

export type ClaimResult = "claimed" | "mistyped" | "unknown" | "not-enrolled" | "later" | "network";

/** Why a claim was refused, as the learner is told it. */
export function claimRefusal({ error = "" }: Refusal): ClaimResult {
  if (error === "too_many") return "later";
  if (error === "not_enrolled") return "not-enrolled";
  return ["code_refused", "gone", "reporting_ended", "malformed"].includes(error) ? "unknown" : "network";
}
