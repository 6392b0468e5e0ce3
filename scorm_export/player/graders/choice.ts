/** Single choice, dropdown and multiple choice as capa grades them: the right set, or a part of the points for a part of it. */

import type { Choice, ChoiceResponse, Fraction } from "../package";
import type { Verdict } from "./verdict";

export function gradeChoice(response: ChoiceResponse, chosen: readonly string[]): Verdict {
  const known = response.choices.filter(({ idle }) => !idle);
  const right = known.filter((choice) => choice.correct === chosen.includes(choice.id)).length;
  const correct =
    response.kind === "multiple"
      ? right === known.length && chosen.every((id) => known.some((choice) => choice.id === id))
      : known.some((choice) => choice.correct && chosen.includes(choice.id));
  const partial = correct ? null : partOf(response, chosen, right, known.length);
  const texts = [...feedback(response, chosen), ...explanations(response, chosen)];
  return { correct, ...(partial ? { partial } : {}), feedback: texts.filter((hint) => hint !== "") };
}

/** "edc": each choice rightly ticked or left counts, to two decimals. "halves": half the points per mistake, at most two. */
function partOf({ partial, choices }: ChoiceResponse, chosen: readonly string[], right: number, of: number): Fraction | null {
  if (partial === "points") return choices.find(({ id, share }) => share && chosen.includes(id))?.share ?? null;
  if (chosen.length === 0) return null;
  if (partial === "edc") return right === 0 ? null : [Math.floor((right / of) * 100 + 0.5), 100];
  const wrong = of - right;
  if (partial === "halves" && wrong === 1 && of > 2) return [1, 2];
  return partial === "halves" && wrong === 2 && of > 4 ? [1, 4] : null;
}

/** A compound hint for exactly this set replaces the hints of the single choices. */
function feedback(response: ChoiceResponse, chosen: readonly string[]): string[] {
  const compound = response.compound?.find(({ choices }) => sameSet(choices, chosen));
  if (compound) return [compound.hint];
  return response.choices.map((choice) => {
    if (chosen.includes(choice.id)) return choice.hint;
    return response.kind === "multiple" ? (choice.hintUnselected ?? "") : "";
  });
}

function explanations({ choices, always = "" }: ChoiceResponse, chosen: readonly string[]): string[] {
  const own = (choice: Choice): string => (chosen.includes(choice.id) ? (choice.explanation ?? "") : "");
  return [...choices.map(own), always];
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
