/** State versions 2 and 3 (with parts of points): a learner's work packed into bits, keyed by the numbers of the package's table of words.
 *
 *   bytes, in base64url   header | answers' texts | private texts | body
 *   header                how each of the two groups of texts is packed, and its length in bytes
 *   body                  digest of the outline, status, unit; leaves; gates; the bridge's part
 *   leaves                in the order of their numbers: distance to the one before, kind, "gone?", then what was done
 *
 * Every part costs a known number of bits, so the exporter can say the worst case (scorm_export/state_size.py): bits only
 * add up, and texts never take more than their UTF-8.
 */

import type { Json } from "../../../frontend/host";
import type { Answer, Attempted, BlockRecord, BridgeMemory, GatePassed, Learner, LeafRecord, Status } from "../learner";
import type { Fraction } from "../package";
import { BitReader, BitWriter, toBytes, toText } from "./bits";
import { readTextPlace, textReader, writeTexts } from "./texts";
import { ValueReader, ValueWriter } from "./values";
import { WORD_BITS, type Words } from "./words";

const STATUSES: readonly Status[] = ["incomplete", "completed", "passed", "failed"];
const CHOICES: readonly BridgeMemory["choice"][] = ["skipped", "stopped", "reporting"];
const KINDS: readonly LeafRecord["kind"][] = ["seen", "problem", "block", "drawn"];
/** Attempts are counted up to here. */
export const MOST_ATTEMPTS = 1023;
const SCORE_BITS = 10;
const TIME_BITS = 33;

export function pack(learner: Learner, words: Words): string {
  const body = new Packer(words);
  body.learner(learner);
  const header = new BitWriter();
  const texts = [...writeTexts(header, body.values.texts), ...writeTexts(header, body.notes)];
  return toText([...header.done(), ...texts, ...body.values.bits.done()]);
}

/** Throws RangeError or TypeError for what no player wrote. */
export function unpack(payload: string, words: Words, version = 3): Learner {
  const bytes = toBytes(payload);
  const header = new BitReader(bytes);
  const places = [readTextPlace(header), readTextPlace(header)] as const;
  const [first, second] = [header.used, header.used + places[0].length];
  const answers = textReader(bytes.subarray(first, second), places[0]);
  const notes = textReader(bytes.subarray(second, second + places[1].length), places[1]);
  const body = new BitReader(bytes.subarray(second + places[1].length));
  return new Unpacker(new ValueReader(body, words, answers), notes, version < 3).learner();
}

class Packer {
  readonly values: ValueWriter;
  /** Private texts, in the order they were written. */
  readonly notes: string[] = [];
  private readonly bits = new BitWriter();

  constructor(private readonly words: Words) {
    this.values = new ValueWriter(this.bits, words);
  }

  learner(learner: Learner): void {
    this.bits.bit(learner.outline !== "");
    if (learner.outline !== "") this.bits.fixed(parseInt(learner.outline, 16), 32);
    this.bits.fixed(STATUSES.indexOf(learner.status), 2);
    this.optional(learner.unit, (unit) => this.values.string(unit));
    this.leaves(learner);
    this.values.list(Object.entries(learner.gates), (gate) => this.gate(gate));
    this.optional(learner.bridge, (bridge) => this.bridge(bridge));
  }

  private optional<T>(value: T | null, write: (value: T) => void): void {
    this.bits.bit(value !== null);
    if (value !== null) write(value);
  }

  /** Numbered leaves by the distance between their numbers; then those whose ids the table does not have. */
  private leaves({ leaves, gone }: Learner): void {
    const entries = Object.entries(leaves).map(([id, record]) => ({ id, record, number: this.words.number(id) }));
    const numbered = entries.filter(({ number }) => number !== undefined).sort((a, b) => a.number! - b.number!);
    const k = distanceBits(numbered.length);
    this.bits.fixed(k, 5);
    let before = 0;
    this.values.list(numbered, ({ id, number, record }) => {
      this.bits.rice(number! - before, k);
      before = number!;
      this.record(record, gone.includes(id));
    });
    this.values.list(entries.filter(({ number }) => number === undefined), ({ id, record }) => {
      this.values.string(id);
      this.record(record, gone.includes(id));
    });
  }

  private record(record: LeafRecord, gone: boolean): void {
    this.bits.fixed(KINDS.indexOf(record.kind), 2);
    this.bits.bit(gone);
    if (record.kind === "problem") this.problem(record);
    if (record.kind === "block") this.block(record);
    if (record.kind === "drawn") this.values.list(record.options, (option) => this.values.string(option));
  }

  private problem({ answers, attempts, correct, partial }: Attempted): void {
    this.bits.count(Math.min(attempts, MOST_ATTEMPTS));
    this.values.list(correct, (right) => this.bits.bit(right));
    this.optional(partial ?? null, (parts) => this.parts(correct, parts));
    const entries = Object.entries(answers);
    const inOrder = entries.every(([id], index) => id === String(index + 1));
    this.bits.bit(inOrder);
    this.values.list(entries, ([id, answer]) => {
      if (!inOrder) this.values.string(id);
      this.bits.bit(typeof answer !== "string");
      if (typeof answer === "string") this.values.string(answer);
      else this.values.list(answer, (choice) => this.values.string(choice));
    });
  }

  /** For each answer that is not right: nothing, or a fraction. */
  private parts(correct: Attempted["correct"], partial: NonNullable<Attempted["partial"]>): void {
    correct.forEach((right, index) => {
      if (right) return;
      this.optional(partial[index] ?? null, (fraction) => fraction.forEach((number) => this.bits.count(number)));
    });
  }

  private block({ state, notes, score, complete }: BlockRecord): void {
    this.optional(score, (value) => this.bits.fixed(value, SCORE_BITS));
    this.bits.bit(complete);
    this.values.json(state);
    this.values.list(Object.entries(notes), ([key, note]) => {
      this.values.string(key);
      this.optional(note, (text) => {
        this.bits.count(text.length);
        this.notes.push(text);
      });
    });
  }

  private gate([id, { at, score, attempts }]: [string, GatePassed]): void {
    this.values.string(id);
    this.bits.fixed(at, TIME_BITS);
    this.bits.fixed(score, SCORE_BITS);
    this.bits.count(Math.min(attempts, MOST_ATTEMPTS));
  }

  /** Of a decision without reporting nothing but the decision is kept. */
  private bridge(bridge: BridgeMemory): void {
    this.bits.fixed(CHOICES.indexOf(bridge.choice), 2);
    this.values.string(bridge.owner);
    if (bridge.choice !== "reporting") return;
    for (const text of [bridge.device, bridge.token, bridge.refresh, bridge.source]) this.values.string(text);
    this.bits.count(bridge.nextSeq);
    this.optional(bridge.departure, (day) => this.values.string(day));
    this.values.list(Object.entries(bridge.acknowledged), ([item, value]) => {
      this.values.string(item);
      this.bits.count(value);
    });
    for (const list of [bridge.passes, bridge.unsent]) this.values.list(list, (each) => this.values.string(each));
  }
}

class Unpacker {
  private readonly bits: BitReader;

  constructor(private readonly values: ValueReader, private readonly note: (length: number) => string, private readonly older: boolean) {
    this.bits = values.bits;
  }

  learner(): Learner {
    const outline = this.bits.bit() ? this.bits.fixed(32).toString(16).padStart(8, "0") : "";
    const status = STATUSES[this.bits.fixed(2)] ?? "incomplete";
    const unit = this.optional(() => this.values.string());
    const found = [...this.numbered(), ...this.values.list(() => this.leaf(this.values.string()))];
    const leaves = Object.fromEntries(found.map(({ id, record }) => [id, record]));
    const gone = found.filter((each) => each.gone).map(({ id }) => id);
    const gates = this.values.entries(() => this.gate());
    return { leaves, gates, unit, status, bridge: this.optional(() => this.bridge()), outline, gone };
  }

  private optional<T>(read: () => T): T | null {
    return this.bits.bit() ? read() : null;
  }

  private numbered(): ReturnType<Unpacker["leaf"]>[] {
    const k = this.bits.fixed(5);
    let number = 0;
    return this.values.list(() => {
      number += this.bits.rice(k);
      return this.leaf(this.values.word(number));
    });
  }

  private leaf(id: string): { id: string; record: LeafRecord; gone: boolean } {
    const kind = KINDS[this.bits.fixed(2)];
    const gone = this.bits.bit();
    if (kind === "problem") return { id, gone, record: this.problem() };
    if (kind === "block") return { id, gone, record: this.block() };
    if (kind === "drawn") return { id, gone, record: { kind, options: this.values.list(() => this.values.string()) } };
    if (kind === "seen") return { id, gone, record: { kind } };
    throw new RangeError("a state has no such kind of leaf");
  }

  private problem(): Attempted {
    const attempts = this.bits.count();
    const correct = this.values.list(() => this.bits.bit());
    const partial = this.older ? null : this.optional(() => this.parts(correct));
    const inOrder = this.bits.bit();
    let count = 0;
    const answers = this.values.list((): [string, Answer] => {
      const id = inOrder ? String(++count) : this.values.string();
      return [id, this.bits.bit() ? this.values.list(() => this.values.string()) : this.values.string()];
    });
    return { kind: "problem", answers: Object.fromEntries(answers), attempts, correct, ...(partial ? { partial } : {}) };
  }

  private parts(correct: readonly boolean[]): Record<number, Fraction> {
    const found = correct.map((right, index) => [index, right ? null : this.optional(() => this.fraction())] as const);
    return Object.fromEntries(found.filter(([, fraction]) => fraction !== null)) as Record<number, Fraction>;
  }

  private fraction(): Fraction {
    const [part, whole] = [this.bits.count(), this.bits.count()];
    if (part >= whole) throw new RangeError("a part of the points is less than all of them");
    return [part, whole];
  }

  private block(): BlockRecord {
    const score = this.optional(() => this.bits.fixed(SCORE_BITS));
    const complete = this.bits.bit();
    const state: Json = this.values.json();
    const notes = this.values.entries(() => this.optional(() => this.note(this.bits.count())));
    return { kind: "block", state, notes, score, complete };
  }

  private gate(): GatePassed {
    return { at: this.bits.fixed(TIME_BITS), score: this.bits.fixed(SCORE_BITS), attempts: this.bits.count() };
  }

  private bridge(): BridgeMemory {
    const choice = CHOICES[this.bits.fixed(2)] ?? "skipped";
    const owner = this.values.string();
    const nothing = { device: "", token: "", refresh: "", source: "", nextSeq: 1, departure: null, acknowledged: {}, passes: [], unsent: [] };
    if (choice !== "reporting") return { owner, choice, ...nothing };
    const [device, token, refresh, source] = [this.values.string(), this.values.string(), this.values.string(), this.values.string()];
    const nextSeq = this.bits.count();
    const departure = this.optional(() => this.values.string());
    const acknowledged = this.values.entries(() => this.bits.count());
    const [passes, unsent] = [this.values.list(() => this.values.string()), this.values.list(() => this.values.string())];
    return { owner, choice, device, token, refresh, source, nextSeq, departure, acknowledged, passes, unsent };
  }
}

/** Bits for the usual distance between `count` numbers that are spread evenly. */
export function distanceBits(count: number): number {
  return count === 0 ? 0 : Math.max(0, WORD_BITS - Math.ceil(Math.log2(count)));
}
