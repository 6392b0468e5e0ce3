/** Which leaves this learner sees: what was drawn for them, and what waits for another block. */

import type { Json } from "../../frontend/host";
import type { Learner } from "./learner";
import { own } from "./own";
import type { Condition, Leaf } from "./package";

export function isShown({ when }: Leaf, learner: Learner): boolean {
  return when === undefined || when.every((condition) => holds(condition, learner));
}

/** The leaf that this one still waits for; undefined when it waits for none. */
export function waitsFor({ when }: Leaf, learner: Learner): string | undefined {
  const open = (when ?? []).filter((condition) => !holds(condition, learner));
  const ids = open.map((condition) => ("leaf" in condition ? condition.leaf : undefined));
  // What was not drawn stays away, whatever else would come.
  return ids.includes(undefined) ? undefined : ids[0];
}

export function holds(condition: Condition, learner: Learner): boolean {
  if ("pool" in condition) {
    const record = own(learner.leaves, condition.pool);
    return record?.kind === "drawn" && record.options.includes(condition.option);
  }
  if (condition.asks === "choice") return choiceIn(learner, condition.leaf) === condition.value;
  return (condition.value.toLowerCase() !== "false") === isSo(learner, condition.leaf, condition.asks);
}

function isSo(learner: Learner, leaf: string, asks: "attempted" | "correct"): boolean {
  const record = own(learner.leaves, leaf);
  if (record?.kind === "problem") return asks === "attempted" || record.correct.every(Boolean);
  if (record?.kind === "block") return asks === "attempted" ? record.complete : record.score === 1000;
  return record !== undefined && asks === "attempted";
}

/** Polls keep the chosen answer under "choice". */
function choiceIn(learner: Learner, leaf: string): Json | undefined {
  const record = own(learner.leaves, leaf);
  if (record?.kind !== "block" || record.state === null || typeof record.state !== "object" || Array.isArray(record.state)) return undefined;
  return own(record.state, "choice");
}
