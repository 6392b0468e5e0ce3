/** Texts behind the bits: packed by lz-string, or as UTF-8 where that is shorter (so the worst case is known). */

import lz from "lz-string";
import type { BitReader, BitWriter } from "./bits";

/** Writes how the texts are packed and gives the bytes to put behind the bits. */
export function writeTexts(bits: BitWriter, texts: readonly string[]): number[] {
  const all = texts.join("");
  const plain = [...new TextEncoder().encode(all)];
  const packed = [...lz.compressToUint8Array(all)];
  const smaller = packed.length < plain.length && lz.decompressFromUint8Array(Uint8Array.from(packed)) === all;
  const bytes = smaller ? packed : plain;
  bits.bit(smaller);
  bits.count(bytes.length);
  return bytes;
}

/** Where the bits say that texts stand, and how they are packed. */
export interface TextPlace {
  packed: boolean;
  length: number;
}

export function readTextPlace(bits: BitReader): TextPlace {
  return { packed: bits.bit(), length: bits.count() };
}

/** Gives the texts piece by piece; throws RangeError when there are fewer than asked for. */
export function textReader(bytes: Uint8Array, { packed }: TextPlace): (length: number) => string {
  const all = packed ? (lz.decompressFromUint8Array(bytes) ?? "") : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  let at = 0;
  return (length) => {
    if (at + length > all.length) throw new RangeError("the state has fewer texts than it says");
    at += length;
    return all.slice(at - length, at);
  };
}
