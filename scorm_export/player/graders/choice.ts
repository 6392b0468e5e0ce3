/** Single choice, dropdown and multiple choice as capa grades them: exactly the right set, no partial credit. */

import type { Choice, ChoiceResponse } from "../package";
import type { Verdict } from "./verdict";

export function gradeChoice(response: ChoiceResponse, chosen: readonly string[]): Verdict {
  const agrees = (choice: Choice): boolean => choice.correct === chosen.includes(choice.id);
  const correct =
    response.kind === "multiple"
      ? response.choices.every(agrees)
      : response.choices.some((choice) => choice.correct && chosen.includes(choice.id));
  return { correct, feedback: feedback(response, chosen).filter((hint) => hint !== "") };
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

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
