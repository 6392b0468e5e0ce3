/** The learner's state as text for `cmi.suspend_data`: `<version>.<check>.<payload>`, ASCII (contract 12).
 *
 * check = CRC-32 of the payload in base 36. A text that is damaged or from a newer player is told apart and never
 * breaks the start. Version 3 is written; versions 1 and 2 are still read.
 */

import { checksum } from "../digest";
import { BEGINNER, type Learner } from "../learner";
import { readVersion1 } from "./version1";
import { pack, unpack } from "./version2";
import type { Words } from "./words";

export { Words } from "./words";

const VERSION = 3;

/** Why a stored text could not be used. */
export type Trouble = "damaged" | "newer";

export interface Decoded {
  learner: Learner;
  trouble: Trouble | null;
}

export function encode(learner: Learner, words: Words): string {
  const payload = pack(learner, words);
  return `${VERSION}.${checksum(payload)}.${payload}`;
}

/** Never throws: what can't be read gives a beginner and says why. */
export function decode(text: string, words: Words): Decoded {
  if (text === "") return { learner: BEGINNER, trouble: null };
  const [, version, check, payload] = /^(\d+)\.([0-9a-z]+)\.([A-Za-z0-9+$_-]*)$/.exec(text) ?? [];
  if (version === undefined || check === undefined || payload === undefined) return broken("damaged");
  if (Number(version) > VERSION) return broken("newer");
  if (checksum(payload) !== check) return broken("damaged");
  const learner = Number(version) === 1 ? readVersion1(payload) : readPacked(payload, words, Number(version));
  return learner ? { learner, trouble: null } : broken("damaged");
}

function readPacked(payload: string, words: Words, version: number): Learner | null {
  try {
    return unpack(payload, words, version);
  } catch {
    return null;
  }
}

function broken(trouble: Trouble): Decoded {
  return { learner: BEGINNER, trouble };
}
