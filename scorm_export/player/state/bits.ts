/** A row of bits as bytes: what the state is packed into. Numbers are written most significant bit first. */

export class BitWriter {
  private readonly bytes: number[] = [];
  /** Bits written so far. */
  length = 0;

  bit(value: boolean): void {
    if (this.length % 8 === 0) this.bytes.push(0);
    if (value) this.bytes[this.bytes.length - 1]! |= 128 >> this.length % 8;
    this.length++;
  }

  /** `value` in exactly `width` bits, at most 32. */
  fixed(value: number, width: number): void {
    for (let place = width - 1; place >= 0; place--) this.bit(Math.floor(value / 2 ** place) % 2 === 1);
  }

  /** A whole number from 0 in as many bits as it needs (Elias gamma of value + 1). */
  count(value: number): void {
    const width = (value + 1).toString(2).length;
    for (let zero = 1; zero < width; zero++) this.bit(false);
    for (const digit of (value + 1).toString(2)) this.bit(digit === "1");
  }

  /** A whole number from 0 that is mostly below 2^k (Rice code). */
  rice(value: number, k: number): void {
    for (let left = Math.floor(value / 2 ** k); left > 0; left--) this.bit(true);
    this.bit(false);
    this.fixed(value % 2 ** k, k);
  }

  /** The bytes; the last one is filled up with zeros. */
  done(): number[] {
    return this.bytes;
  }
}

/** Reads what a BitWriter wrote; throws RangeError past the end. */
export class BitReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Whole bytes used so far. */
  get used(): number {
    return Math.ceil(this.at / 8);
  }

  bit(): boolean {
    const byte = this.bytes[this.at >> 3];
    if (byte === undefined) throw new RangeError("the state ends too early");
    return (byte & (128 >> this.at++ % 8)) !== 0;
  }

  fixed(width: number): number {
    let value = 0;
    for (let place = 0; place < width; place++) value = value * 2 + Number(this.bit());
    return value;
  }

  count(): number {
    let width = 0;
    while (!this.bit()) if (++width > 53) throw new RangeError("no number of a state is that long");
    return 2 ** width + this.fixed(width) - 1;
  }

  rice(k: number): number {
    let high = 0;
    while (this.bit()) high++;
    return high * 2 ** k + this.fixed(k);
  }
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Number of a base64url digit, -1 for anything else; and the digit of a number. */
export const digitValue = (digit: string): number => (digit.length === 1 ? DIGITS.indexOf(digit) : -1);
export const digitOf = (value: number): string => DIGITS.charAt(value);

/** Base64url without padding. */
export function toText(bytes: readonly number[]): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const three = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => digitOf((three >> shift) & 63)).join("");
    text += digits.slice(0, Math.min(3, bytes.length - index) + 1);
  }
  return text;
}

/** The bytes of a base64url text. */
export function toBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let [held, bits, at] = [0, 0, 0];
  for (const digit of text) {
    held = ((held << 6) | digitValue(digit)) & 0xffff;
    bits += 6;
    if (bits >= 8) bytes[at++] = (held >> (bits -= 8)) & 255;
  }
  return bytes;
}
