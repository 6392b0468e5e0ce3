/** State version 1, read only: payload = lz-string's compressToEncodedURIComponent over this JSON:
 *
 *   {"l": {"html/intro": 1,                                                  read or watched
 *          "problem/q1": {"a": {"1": "choice_0"}, "n": 2, "c": "10"},        answers, attempts, right (1) per response
 *          "mobility_checklist/x": {"s": {…}, "p": 640, "d": 1}},            block state, score per mille, done
 *    "g": {"work-safety": [1795000000, 1000, 2]},                            gates passed: seconds, score, attempts
 *    "u": "vertical/u3",  "t": "passed",                                     unit shown last; status unless incomplete
 *    "o": "1f0c2a9e",  "x": ["html/old"],                                    outline digest; leaves it does not have
 *    "b": {…}}                                                               the bridge's part
 *
 * Keys are left out when empty. A block's private texts stood inside its state.
 */

import lz from "lz-string";
import type { Json } from "../../../frontend/host";
import type { BridgeMemory, LeafRecord, Learner, Status } from "../learner";

/** null when it is none; never throws. */
export function readVersion1(payload: string): Learner | null {
  try {
    const stored: unknown = JSON.parse(lz.decompressFromEncodedURIComponent(payload) ?? "");
    return isRecord(stored) ? unpack(stored) : null;
  } catch {
    return null;
  }
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
    return { kind: "block", state: entry["s"] as Json, notes: {}, score, complete: entry["d"] === 1 };
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
