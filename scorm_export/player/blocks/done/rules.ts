/** The `done` block: the learner says that a part is done, and may take it back. */

import type { BlockModule, Json, Outcome } from "../../../../frontend/host";
import { noNotes } from "../../../../frontend/no-notes";

export type Definition = Record<string, never>;
export interface State {
  done: boolean;
}
/** Sets the mark; said twice it does no harm. */
export interface Action {
  type: "done";
  value: boolean;
}

export function restore(_definition: Definition, stored: Json | undefined): State {
  const found = stored !== null && typeof stored === "object" && !Array.isArray(stored) ? stored["done"] : false;
  return { done: found === true };
}

export function standing(_definition: Definition, state: State): Outcome<State> {
  const value = state.done ? 1000 : 0;
  return { state, score: value, completion: value, complete: state.done, evidence: [] };
}

export function apply(definition: Definition, state: State, action: Action): Outcome<State> {
  if (action.type !== "done" || typeof action.value !== "boolean") return { ...standing(definition, state), refused: "unknown-action" };
  return standing(definition, { done: action.value });
}

/** What the player needs of a block beside its view; a `done` block has no private texts and no parts that can go. */
export const rules: Omit<BlockModule<Definition, State, Action>, "tag" | "element"> = {
  rules: apply,
  restore,
  standing,
  ...noNotes,
};
