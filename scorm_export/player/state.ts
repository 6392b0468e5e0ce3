/** The learner's state as text for `cmi.suspend_data`: `<version>.<check>.<payload>`, ASCII (contract 12).
 *
 * Version 1: payload = lz-string's compressToEncodedURIComponent over this JSON (keys left out when empty):
 *
 *   {"l": {"html/intro": 1,                                                  read or watched
 *          "problem/q1": {"a": {"1": "choice_0"}, "n": 2, "c": "10"},        answers, attempts, right (1) per response
 *          "mobility_checklist/x": {"s": {…}, "p": 640, "d": 1}},            block state, score per mille, done
 *    "g": {"work-safety": [1795000000, 1000, 2]},                            gates passed: seconds, score, attempts
 *    "u": "vertical/u3",  "t": "passed",                                     unit shown last; status unless incomplete
 *    "o": "1f0c2a9e",  "x": ["html/old"],                                    outline digest; leaves it does not have
 *    "b": {…}}                                                               the bridge's part, see `packBridge`
 *
 * check = CRC-32 of the payload in base 36. A text that is damaged or from a newer player is told apart and never
 * breaks the start.
 */

import lz from "lz-string";
import type { Json } from "../../frontend/host";
import { checksum } from "./digest";
import { BEGINNER, type BridgeMemory, type GatePassed, type LeafRecord, type Learner, type Status } from "./learner";

const VERSION = 1;

/** Why a stored text could not be used. */
export type Trouble = "damaged" | "newer";

export function encode(learner: Learner): string {
  const payload = lz.compressToEncodedURIComponent(JSON.stringify(pack(learner)));
  return `${VERSION}.${checksum(payload)}.${payload}`;
}

/** Never throws: what can't be read gives a beginner and says why. */
export function decode(text: string): { learner: Learner; trouble: Trouble | null } {
  if (text === "") return { learner: BEGINNER, trouble: null };
  const [, version, check, payload] = /^(\d+)\.([0-9a-z]+)\.([A-Za-z0-9+$-]*)$/.exec(text) ?? [];
  if (version === undefined || check === undefined || payload === undefined) return broken("damaged");
  if (Number(version) > VERSION) return broken("newer");
  if (checksum(payload) !== check) return broken("damaged");
  try {
    const stored: unknown = JSON.parse(lz.decompressFromEncodedURIComponent(payload) ?? "");
    return isRecord(stored) ? { learner: unpack(stored), trouble: null } : broken("damaged");
  } catch {
    return broken("damaged");
  }
}

function broken(trouble: Trouble): { learner: Learner; trouble: Trouble } {
  return { learner: BEGINNER, trouble };
}

type Stored = Record<string, unknown>;

const isRecord = (value: unknown): value is Stored =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter(isText) : []);
const text = (value: unknown): string => (isText(value) ? value : "");
const whole = (value: unknown): number => (Number.isSafeInteger(value) ? (value as number) : 0);

/** Applies `read` to each value; entries it does not understand are dropped. */
function each<T>(value: unknown, read: (entry: unknown) => T | null): Record<string, T> {
  const entries = Object.entries(isRecord(value) ? value : {}).map(([key, entry]) => [key, read(entry)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, T] => entry[1] !== null));
}

function pack(learner: Learner): Stored {
  return {
    l: each(learner.leaves, (record) => packLeaf(record as LeafRecord)),
    ...(Object.keys(learner.gates).length > 0 && {
      g: each(learner.gates, (gate) => [(gate as GatePassed).at, (gate as GatePassed).score, (gate as GatePassed).attempts]),
    }),
    ...(learner.unit !== null && { u: learner.unit }),
    ...(learner.status !== "incomplete" && { t: learner.status }),
    ...(learner.outline !== "" && { o: learner.outline }),
    ...(learner.gone.length > 0 && { x: learner.gone }),
    ...(learner.bridge !== null && { b: packBridge(learner.bridge) }),
  };
}

function packLeaf(record: LeafRecord): unknown {
  if (record.kind === "seen") return 1;
  if (record.kind === "problem") {
    return { a: record.answers, n: record.attempts, c: record.correct.map((right) => (right ? "1" : "0")).join("") };
  }
  return { s: record.state, ...(record.score !== null && { p: record.score }), ...(record.complete && { d: 1 }) };
}

/** One letter per field; t(oken), r(efresh), s(ource), d(evice) and n(ext seq) only while reporting. */
function packBridge(bridge: BridgeMemory): Stored {
  const choice = { o: bridge.owner, c: bridge.choice.charAt(0) + bridge.choice.charAt(1) };
  if (bridge.choice !== "reporting") return choice;
  return {
    ...choice,
    t: bridge.token,
    r: bridge.refresh,
    s: bridge.source,
    d: bridge.device,
    n: bridge.nextSeq,
    ...(bridge.departure !== null && { y: bridge.departure }),
    a: bridge.acknowledged,
    ...(bridge.passes.length > 0 && { p: bridge.passes }),
    ...(bridge.unsent.length > 0 && { w: bridge.unsent }),
  };
}

function unpack(stored: Stored): Learner {
  const statuses: Status[] = ["completed", "passed", "failed"];
  return {
    leaves: each(stored["l"], unpackLeaf),
    gates: each(stored["g"], (entry) =>
      Array.isArray(entry) ? { at: whole(entry[0]), score: whole(entry[1]), attempts: whole(entry[2]) } : null,
    ),
    unit: isText(stored["u"]) ? stored["u"] : null,
    status: statuses.find((status) => status === stored["t"]) ?? "incomplete",
    bridge: isRecord(stored["b"]) ? unpackBridge(stored["b"]) : null,
    outline: text(stored["o"]),
    gone: texts(stored["x"]),
  };
}

function unpackLeaf(entry: unknown): LeafRecord | null {
  if (entry === 1) return { kind: "seen" };
  if (!isRecord(entry)) return null;
  if ("s" in entry) {
    const score = "p" in entry ? whole(entry["p"]) : null;
    return { kind: "block", state: entry["s"] as Json, score, complete: entry["d"] === 1 };
  }
  if (!isRecord(entry["a"])) return null;
  const answers = each(entry["a"], (answer) => (isText(answer) ? answer : Array.isArray(answer) ? texts(answer) : null));
  return { kind: "problem", answers, attempts: whole(entry["n"]), correct: [...text(entry["c"])].map((c) => c === "1") };
}

function unpackBridge(stored: Stored): BridgeMemory {
  const choices: BridgeMemory["choice"][] = ["reporting", "skipped", "stopped"];
  return {
    owner: text(stored["o"]),
    choice: choices.find((choice) => choice.startsWith(text(stored["c"]) || "?")) ?? "skipped",
    device: text(stored["d"]),
    token: text(stored["t"]),
    refresh: text(stored["r"]),
    source: text(stored["s"]),
    nextSeq: whole(stored["n"]) || 1,
    departure: isText(stored["y"]) ? stored["y"] : null,
    acknowledged: each(stored["a"], (value) => (Number.isSafeInteger(value) ? (value as number) : null)),
    passes: texts(stored["p"]),
    unsent: texts(stored["w"]),
  };
}
