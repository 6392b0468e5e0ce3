/** Which choices a learner sees, and in what order: shuffled, or drawn from an answer pool (capa's `shuffle`, `answer-pool`).
 *
 * A pure function of a seed, so that the order stays when a page is opened again. Ids of choices never change.
 */

import { fingerprint } from "./digest";
import type { Choice, ChoiceResponse, ProblemContent } from "./package";

/** What the order depends on: nobody ("never"), the learner, or each attempt of the learner, as `rerandomize` says. */
export function orderSeed({ id, randomize = "never" }: Pick<ProblemContent, "id" | "randomize">, learner: string, attempts: number): string {
  const who = randomize === "never" ? "" : learner;
  const when = randomize === "always" || randomize === "onreset" ? attempts : 0;
  return `${id} ${who} ${when}`;
}

export function choicesShown({ id, choices, shuffle, pool }: ChoiceResponse, seed: string): Choice[] {
  const mixed = (list: readonly Choice[]): Choice[] => ranked(list, `${seed} ${id}`);
  if (pool) {
    const [right] = mixed(choices.filter(({ correct }) => correct));
    const wrong = mixed(choices.filter(({ correct }) => !correct)).slice(0, pool - 1);
    return right ? mixed([right, ...wrong]) : choices;
  }
  if (!shuffle) return choices;
  const first = choices.findIndex(({ fixed }) => !fixed);
  const rest = choices.slice(first < 0 ? choices.length : first);
  return [
    ...choices.slice(0, choices.length - rest.length),
    ...mixed(rest.filter(({ fixed }) => !fixed)),
    ...rest.filter(({ fixed }) => fixed),
  ];
}

/** By the fingerprint of each choice's place. */
function ranked(list: readonly Choice[], seed: string): Choice[] {
  const sign = new Map(list.map((choice) => [choice, fingerprint(`${seed} ${choice.id}`)]));
  return [...list].sort((a, b) => ((sign.get(a) ?? "") < (sign.get(b) ?? "") ? -1 : 1));
}
