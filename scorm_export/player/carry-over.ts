/** A package that was changed in the LMS: what still exists is kept, what is gone stays unseen for one version. */

import { fingerprint } from "./digest";
import type { Learner } from "./learner";
import { leaves } from "./outline";
import type { Outline } from "./package";

/** Tells one version of the outline from another by the leaves it has. */
export function outlineDigest(outline: Outline): string {
  return fingerprint(leaves(outline).map(({ id }) => id).join(" ")).slice(0, 8);
}

/** The stored learner brought to this outline: leaves unknown for the second time are dropped. */
export function carryOver(outline: Outline, stored: Learner): Learner {
  const digest = outlineDigest(outline);
  const gates = Object.entries(stored.gates).filter(([id]) => outline.gates.some((gate) => gate.id === id));
  if (gates.length < Object.keys(stored.gates).length) return carryOver(outline, { ...stored, gates: Object.fromEntries(gates) });
  if (stored.outline === digest) return stored;
  const known = new Set([...leaves(outline), ...outline.pools].map(({ id }) => id));
  const kept = Object.entries(stored.leaves).filter(([id]) => known.has(id) || !stored.gone.includes(id));
  return {
    ...stored,
    leaves: Object.fromEntries(kept),
    outline: digest,
    gone: kept.map(([id]) => id).filter((id) => !known.has(id)),
  };
}

/** Without the leaves that are gone: they are the first to yield when room gets short. */
export function withoutGone(learner: Learner): Learner {
  const kept = Object.entries(learner.leaves).filter(([id]) => !learner.gone.includes(id));
  return { ...learner, leaves: Object.fromEntries(kept), gone: [] };
}
