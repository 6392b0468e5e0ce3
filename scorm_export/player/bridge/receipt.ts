/** Receipts: results on paper for a learner whose network is closed to the record (contract 8, docs/reference/receipt.md).
 *
 * 24 Crockford base32 symbols in groups of four: 6 bytes of payload, 8 bytes of HMAC-SHA-256, 3 zero bits and a check
 * symbol. The record reads them with mobility_bridge/receipt.py; both are tested on the same examples. The browser's own
 * crypto.subtle is missing on plain http hosts, so the hash comes along.
 */

import { hmac } from "@noble/hashes/hmac.js";
import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Reporting } from "../package";
import type { Standing } from "../standing";
import { ALPHABET, checkSymbol, readClaimCode } from "./claim-code";

const VERSION = 1;
const TAG = 8;
const PADDING = 3;
const PURPOSE = "blended-mobility receipt 1";
/** A code has 50 bits, and a receipt lets anyone who sees it try codes without asking the record: each try costs this. */
const ROUNDS = 20000;
const DAY = 86400000;
const EPOCH = Date.UTC(2026, 0, 1);

/** One line item's value on paper. */
export interface Receipt {
  lineitem: string;
  perMille: number;
  /** In groups of four: XXXX-XXXX-XXXX-XXXX-XXXX-XXXX. */
  text: string;
}

/** The receipts of one moment. `day`: when, as a time at 0:00 UTC that day. */
export interface Sheet {
  day: Date;
  receipts: Receipt[];
}

/** A receipt for each line item that has a value; null when `typed` is no claim code. `now`: ISO 8601.
 * The code is used here and nowhere kept. */
export function receiptSheet(typed: string, reporting: Reporting, standing: Standing, now: string): Sheet | null {
  const code = readClaimCode(typed);
  if (code === null) return null;
  const key = receiptKey(code);
  const day = dayOf(now);
  const values = valuesOf(standing).filter(([lineitem]) => reporting.line_items.includes(lineitem));
  const receipts = values.map(([lineitem, perMille]) => {
    const payload = payloadOf(reporting.line_items.indexOf(lineitem), perMille, day);
    return { lineitem, perMille, text: receiptText(key, payload, reporting.package, reporting.package_version) };
  });
  return { day: new Date(EPOCH + day * DAY), receipts };
}

/** What there is to tell: a check that was never tried has no receipt. */
function valuesOf({ progress, grade, gates }: Standing): [string, number][] {
  const tried = gates.filter(({ score, passed }) => passed || score > 0);
  return [
    ["progress", progress],
    ...(grade === null ? [] : [["grade", grade] as [string, number]]),
    ...tried.map(({ id, score }): [string, number] => [`gate:${id}`, score]),
  ];
}

/** The key behind a claim code as `readClaimCode` gives it. */
export function receiptKey(code: string): Uint8Array {
  return pbkdf2(sha256, bytes(code.replaceAll("-", "")), bytes(PURPOSE), { c: ROUNDS, dkLen: 32 });
}

/** `lineItem`: its place in the package's line items. `day`: days since 1 January 2026, UTC. */
export function payloadOf(lineItem: number, perMille: number, day: number): Uint8Array {
  return Uint8Array.of(VERSION, lineItem, ...twoBytes(perMille), ...twoBytes(day));
}

export function receiptText(key: Uint8Array, payload: Uint8Array, packageId: string, version: string): string {
  const texts = [packageId, version].map(bytes);
  const message = [...payload, ...texts.flatMap((text) => [...twoBytes(text.length), ...text])];
  const tag = hmac(sha256, key, Uint8Array.from(message)).slice(0, TAG);
  const symbols = base32([...payload, ...tag]);
  return (symbols + checkSymbol(symbols)).replace(/.{4}(?=.)/g, "$&-");
}

function dayOf(now: string): number {
  return Math.min(Math.max(Math.floor((Date.parse(now) - EPOCH) / DAY), 0), 0xffff);
}

function base32(all: number[]): string {
  const bits = all.map((byte) => byte.toString(2).padStart(8, "0")).join("") + "0".repeat(PADDING);
  return bits.replace(/.{5}/g, (five) => ALPHABET.charAt(parseInt(five, 2)));
}

const twoBytes = (value: number): [number, number] => [value >> 8, value & 0xff];
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
