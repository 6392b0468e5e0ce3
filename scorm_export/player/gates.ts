/** Gates: blocks that must be passed before others open (contract 2). Once passed, a gate stays passed. */

import type { GatePassed, Learner } from "./learner";
import { isIn, type Place } from "./outline";
import { own } from "./own";
import type { Gate, Outline } from "./package";
import { attemptsOf, blockScore, reaches } from "./score";

/** The learner with every gate noted that is passed now and was not before. `now`: ISO 8601. */
export function passGates(outline: Outline, learner: Learner, now: string): Learner {
  const opened = outline.gates.filter(
    (gate) => own(learner.gates, gate.id) === undefined && reaches(outline, gate.block, gate.minimum, learner),
  );
  if (opened.length === 0) return learner;
  const passed = opened.map((gate): [string, GatePassed] => [
    gate.id,
    {
      at: Math.floor(Date.parse(now) / 1000),
      score: blockScore(outline, gate.block, learner),
      attempts: Math.max(1, attemptsOf(outline, gate.block, learner)),
    },
  ]);
  return { ...learner, gates: { ...learner.gates, ...Object.fromEntries(passed) } };
}

export function allPassed(outline: Outline, learner: Learner): boolean {
  return outline.gates.every((gate) => own(learner.gates, gate.id) !== undefined);
}

/** The first gate that keeps this unit closed, if any. */
export function lockedBy(outline: Outline, place: Place, learner: Learner): Gate | undefined {
  return outline.gates.find(
    (gate) => own(learner.gates, gate.id) === undefined && gate.locks.some((id) => isIn(place, id)),
  );
}

/** A gate's line item, per mille: 1000 exactly when it is passed, whatever its minimum; else where the learner stands. What it
 * was passed with goes along as evidence. */
export function gateScore(outline: Outline, gate: Gate, learner: Learner): number {
  return own(learner.gates, gate.id) ? 1000 : Math.min(999, blockScore(outline, gate.block, learner));
}
