/** The word cloud: once, the learner writes a few words; they are private texts. */

import type { BlockModule, Json, Outcome } from "../../../../frontend/host";

export interface Definition {
  instructions: string;
  /** How many words are asked for, 1–10. */
  inputs: number;
}

export interface State {
  submitted: boolean;
  /** By the number of the field, "1" to "10". */
  words: Record<string, string>;
}

/** All words at once, one for each field; said twice it does no harm. */
export interface Action {
  type: "words";
  words: string[];
}

/** Code points of one word; convertors/word_cloud.py reckons with the same. */
export const LONGEST = 40;
const MOST = 10;

/** Length in Unicode code points. */
export function codePoints(text: string): number {
  return [...text].length;
}

/** Refusals: unknown-action, too-long, no-words, already. */
export function apply(definition: Definition, state: State, action: Action): Outcome<State> {
  const now = standing(definition, state);
  const { type, words } = action as { type?: Json; words?: Json };
  if (type !== "words" || !Array.isArray(words) || words.length > definition.inputs || !words.every(isText)) return { ...now, refused: "unknown-action" };
  const said = numbered(words);
  if (Object.values(said).some((word) => codePoints(word) > LONGEST)) return { ...now, refused: "too-long" };
  if (Object.keys(said).length === 0) return { ...now, refused: "no-words" };
  if (!state.submitted) return standing(definition, { submitted: true, words: said });
  return JSON.stringify(said) === JSON.stringify(state.words) ? now : { ...now, refused: "already" };
}

export function standing(_definition: Definition, state: State): Outcome<State> {
  return { state, score: null, completion: state.submitted ? 1000 : 0, complete: state.submitted, evidence: [] };
}

export function restore(_definition: Definition, stored: Json | undefined): State {
  const found = entries(stored);
  const words = entries(found["words"]);
  const fields = Array.from({ length: MOST }, (_, index) => String(index + 1)).filter((field) => Object.prototype.hasOwnProperty.call(words, field));
  const kept = fields.map((field) => [field, words[field]]).filter((one): one is [string, string] => isText(one[1]) && one[1] !== "" && codePoints(one[1]) <= LONGEST);
  return { submitted: found["submitted"] === true, words: Object.fromEntries(kept) };
}

/** What the player needs of a block beside its view. */
export const rules: Omit<BlockModule<Definition, State, Action>, "tag" | "element"> = {
  rules: apply,
  restore,
  standing,
  split: ({ submitted, words }) => ({ state: { submitted } as State, notes: words }),
  join: (state, notes) => ({ ...state, words: { ...state.words, ...notes } }),
  withoutGone: (state) => state,
};

/** Empty fields say nothing; the others keep their number. */
function numbered(words: string[]): Record<string, string> {
  const all = words.map((word, index): [string, string] => [String(index + 1), word.trim()]);
  return Object.fromEntries(all.filter(([, word]) => word !== ""));
}

function entries(value: Json | undefined): { [key: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}

/** Text that every store can hold: no half of a surrogate pair. */
function isText(value: unknown): value is string {
  return typeof value === "string" && !/[\ud800-\udfff]/u.test(value);
}
