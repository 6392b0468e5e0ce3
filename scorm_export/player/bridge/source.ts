/** What the bridge may ask of the learner's session: confirmed figures only. */

import type { BridgeMemory } from "../learner";
import type { Standing } from "../standing";
import type { BlockEvidence, GatePass } from "./messages";

/** What the reporter needs to know of the learner; everything as confirmed by the LMS. */
export interface Source {
  standing(): Standing;
  /** Gate id → its block and how it was passed. */
  passes(): Record<string, GatePass>;
  /** Newest snapshot evidence of these blocks; null: of every block the learner has used. */
  snapshots(blocks: readonly string[] | null): Promise<BlockEvidence[]>;
  /** Keeps the bridge's part in the LMS; resolves when it is kept. */
  remember(memory: BridgeMemory | null): void | Promise<void>;
  now(): string;
}
