/** The order in which a learner sees shuffled choices: the same for the same seed, so nothing of it has to be kept. */

import { fingerprint } from "../digest";
import type { Choice, ChoiceResponse } from "../package";

/** `fixed` choices keep their places; the others go by what the seed makes of their names. */
export function ordered(response: ChoiceResponse, seed: string): readonly Choice[] {
  if (!response.shuffle) return response.choices;
  const lot = ({ id }: Choice): string => fingerprint(`${seed}\n${response.id}\n${id}`);
  const moving = response.choices
    .filter(({ fixed }) => !fixed)
    .map((choice) => ({ choice, lot: lot(choice) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1));
  return response.choices.map((choice) => (choice.fixed ? choice : moving.shift()!.choice));
}
