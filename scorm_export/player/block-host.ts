/** The host of one block in a package: runs its rules, saves first, answers then (contract 12). */

import type { BlockModule, Host, HostContext, Json, Outcome } from "../../frontend/host";
import type { BlockEvidence } from "./bridge/messages";
import type { BlockRecord, Learner } from "./learner";
import { own } from "./own";
import type { BlockContent } from "./package";
import { hasRoom, privateLength } from "./room";
import type { Session } from "./session";

/** Told of evidence once the LMS has kept the state it belongs to. */
export type Witness = (evidence: BlockEvidence[]) => void;

export class BlockHost implements Host<Json, Json> {
  constructor(
    private readonly session: Session,
    private readonly module: BlockModule,
    private readonly content: BlockContent,
    private readonly witness: Witness,
    readonly context: HostContext,
  ) {}

  /** The confirmed state in the block's shape of today. */
  state(): Json {
    return this.restored(this.session.learner);
  }

  /** A block that asks for nothing is complete as it stands; that is noted when it is shown. */
  async settle(): Promise<void> {
    const { complete, score, state } = this.module.standing(this.content.definition, this.state());
    if (!complete || this.session.readonly) return;
    await this.session.keepLeaf(this.content.id, (before) =>
      before?.kind === "block" && before.complete ? null : { kind: "block", state, score, complete },
    );
  }

  async act(actions: Json[]): Promise<Outcome<Json>[]> {
    let outcomes: Outcome<Json>[] = [];
    const now = this.session.now();
    await this.session.keeper.keep((learner) => {
      const { after, told } = this.apply(learner, actions, now);
      outcomes = told;
      return after === learner ? null : after;
    });
    const evidence = outcomes.flatMap((outcome) => (outcome.refused ? [] : outcome.evidence));
    if (evidence.length > 0) this.witness(evidence.map((each) => ({ ...each, block: this.content.id, at: now })));
    return outcomes;
  }

  private apply(learner: Learner, actions: Json[], now: string): { after: Learner; told: Outcome<Json>[] } {
    const told: Outcome<Json>[] = [];
    let after = learner;
    for (const action of actions) {
      const state = this.restored(after);
      const outcome = this.session.readonly ? this.refusal(state, "readonly") : this.rules(state, action, now);
      const next = outcome.refused ? after : this.kept(after, outcome);
      told.push(next ? outcome : this.refusal(state, "too-large"));
      after = next ?? after;
    }
    return { after, told };
  }

  private rules(state: Json, action: Json, now: string): Outcome<Json> {
    return this.module.rules(this.content.definition, state, action, now);
  }

  /** The learner with this outcome, or null when a private text would take the room that answers will need. */
  private kept(learner: Learner, outcome: Outcome<Json>): Learner | null {
    const id = this.content.id;
    const before = own(learner.leaves, id);
    const complete = outcome.complete || (before?.kind === "block" && before.complete);
    const record: BlockRecord = { kind: "block", state: outcome.state, score: outcome.score, complete };
    const after = this.session.settled(learner, id, record);
    const grows = privateLength(record, this.module) > privateLength(before, this.module);
    return grows && !hasRoom(this.session.outline, after, this.session.library.blocks) ? null : after;
  }

  private restored(learner: Learner): Json {
    const record = own(learner.leaves, this.content.id);
    return this.module.restore(this.content.definition, record?.kind === "block" ? record.state : undefined);
  }

  private refusal(state: Json, code: string): Outcome<Json> {
    return { ...this.module.standing(this.content.definition, state), evidence: [], refused: code };
  }
}
