/** How words, texts and JSON values stand in a state: words by number, letters and digits in six bits each, other texts in a
 * pool behind the bits (see texts.ts). The Python twin that computes worst cases is scorm_export/state_size.py. */

import type { Json } from "../../../frontend/host";
import type { BitReader, BitWriter } from "./bits";
import { digitOf, digitValue } from "./bits";
import type { Words } from "./words";
import { WORD_BITS } from "./words";

/** Two bits before each string: a word of the table, "choice_<number>", letters and digits, any other text. */
const WORD = 0;
const CHOICE = 1;
const LETTERS = 2;
const TEXT = 3;

const NUMBERED = /^choice_(0|[1-9]\d{0,3})$/;

/** Three bits before each JSON value. */
const KINDS = ["null", "false", "true", "whole", "string", "list", "entries", "number"] as const;

/** A state is a learner's work in one course; nothing in it nests deeper. */
const DEEPEST = 32;

export class ValueWriter {
  /** Texts in the order they were written. */
  readonly texts: string[] = [];

  constructor(readonly bits: BitWriter, private readonly words: Words) {}

  string(text: string): void {
    const number = this.words.number(text);
    const choice = NUMBERED.exec(text);
    if (choice) {
      this.bits.fixed(CHOICE, 2);
      this.bits.count(Number(choice[1]));
    } else if (number !== undefined) {
      this.bits.fixed(WORD, 2);
      this.bits.fixed(number, WORD_BITS);
    } else if (/^[\w-]*$/.test(text)) {
      this.bits.fixed(LETTERS, 2);
      this.bits.count(text.length);
      for (const letter of text) this.bits.fixed(digitValue(letter), 6);
    } else {
      this.bits.fixed(TEXT, 2);
      this.text(text);
    }
  }

  /** A text into the pool. */
  text(text: string): void {
    this.bits.count(text.length);
    this.texts.push(text);
  }

  list<T>(values: readonly T[], write: (value: T) => void): void {
    this.bits.count(values.length);
    for (const value of values) write(value);
  }

  /** Throws for what is no JSON, or deeper than a reader goes. */
  json(value: Json, depth = 0): void {
    if (depth > DEEPEST) throw new RangeError("no value of a state is that deep");
    const kind = kindOf(value);
    this.bits.fixed(KINDS.indexOf(kind), 3);
    if (kind === "whole") {
      this.bits.bit((value as number) < 0);
      this.bits.count(Math.abs(value as number));
    } else if (kind === "number" || kind === "string") this.string(String(value));
    else if (kind === "list") this.list(value as Json[], (each) => this.json(each, depth + 1));
    else if (kind === "entries") {
      this.list(Object.entries(value as object), ([key, each]) => {
        this.string(key);
        this.json(each as Json, depth + 1);
      });
    }
  }
}

function kindOf(value: Json): (typeof KINDS)[number] {
  if (value === null || typeof value === "boolean") return String(value) as "null";
  if (typeof value === "number") return Number.isSafeInteger(value) ? "whole" : "number";
  if (typeof value === "string") return "string";
  return Array.isArray(value) ? "list" : "entries";
}

export class ValueReader {
  /** `texts` gives the next so many UTF-16 units of the pool. */
  constructor(readonly bits: BitReader, private readonly words: Words, private readonly text: (length: number) => string) {}

  word(number: number): string {
    return this.words.word(number);
  }

  string(): string {
    const kind = this.bits.fixed(2);
    if (kind === WORD) return this.words.word(this.bits.fixed(WORD_BITS));
    if (kind === CHOICE) return `choice_${this.bits.count()}`;
    if (kind === TEXT) return this.text(this.bits.count());
    return this.list(() => digitOf(this.bits.fixed(6))).join("");
  }

  list<T>(read: () => T): T[] {
    const values: T[] = [];
    for (let left = this.bits.count(); left > 0; left--) values.push(read());
    return values;
  }

  /** Entries keep ids such as "__proto__" as entries of their own. */
  entries<T>(read: () => T): Record<string, T> {
    return Object.fromEntries(this.list((): [string, T] => [this.string(), read()]));
  }

  json(depth = 0): Json {
    if (depth > DEEPEST) throw new RangeError("no value of a state is that deep");
    const kind = KINDS[this.bits.fixed(3)];
    if (kind === "whole") return (this.bits.bit() ? -1 : 1) * this.bits.count();
    if (kind === "number") return Number(this.string());
    if (kind === "string") return this.string();
    if (kind === "list") return this.list(() => this.json(depth + 1));
    if (kind === "entries") return this.entries(() => this.json(depth + 1));
    return kind === "true" ? true : kind === "false" ? false : null;
  }
}
