/** The host of one block in a package: runs its rules, saves first, answers then (contract 12). */

import type { BlockModule, Host, HostContext, Json, Outcome } from "../../frontend/host";
import type { BlockEvidence } from "./bridge/messages";
import type { BlockRecord, LeafRecord, Learner } from "./learner";
import { own } from "./own";
import type { BlockContent } from "./package";
import { hasRoom, type Note, notesOf, shelved, toShelve } from "./room";
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
      before?.kind === "block" && before.complete ? null : this.recordOf(before, { state, score, complete }),
    );
  }

  async act(actions: Json[]): Promise<Outcome<Json>[]> {
    let outcomes: Outcome<Json>[] = [];
    const now = this.session.now();
    const { tight } = this.apply(this.session.learner, actions, now);
    if (tight) await this.shelve(tight);
    await this.session.keeper.keep((learner) => {
      const { after, told } = this.apply(learner, actions, now);
      outcomes = told;
      return after === learner ? null : after;
    });
    const evidence = outcomes.flatMap((outcome) => (outcome.refused ? [] : outcome.evidence));
    if (evidence.length > 0) this.witness(evidence.map((each) => ({ ...each, block: this.content.id, at: now })));
    return outcomes;
  }

  /** `tight`: the learner as it would be where the LMS has too little room for all private texts; null: there is room. */
  private apply(learner: Learner, actions: Json[], now: string): { after: Learner; told: Outcome<Json>[]; tight: Learner | null } {
    const told: Outcome<Json>[] = [];
    let after = learner;
    let tight: Learner | null = null;
    for (const action of actions) {
      const state = this.restored(after);
      const outcome = this.session.readonly ? this.refusal(state, "readonly") : this.rules(state, action, now);
      const next = outcome.refused ? after : this.kept(after, outcome);
      const fits = next === after || this.fits(after, next);
      const room = fits ? next : this.withShelved(next);
      if (!fits) tight = next;
      told.push(room ? outcome : this.refusal(state, "too-large"));
      after = room ?? after;
    }
    return { after, told, tight };
  }

  private rules(state: Json, action: Json, now: string): Outcome<Json> {
    return this.module.rules(this.content.definition, state, action, now);
  }

  private kept(learner: Learner, outcome: Outcome<Json>): Learner {
    const id = this.content.id;
    const before = own(learner.leaves, id);
    return this.session.settled(learner, id, this.recordOf(before, outcome));
  }

  /** Plain JSON, whole numbers: what a block gives has to come back as it was. */
  private recordOf(before: LeafRecord | undefined, outcome: Pick<Outcome<Json>, "state" | "score" | "complete">): BlockRecord {
    const { state, notes } = this.module.split(JSON.parse(JSON.stringify(outcome.state)) as Json);
    const score = outcome.score === null ? null : Math.min(1000, Math.max(0, Math.round(outcome.score)));
    const complete = outcome.complete || (before?.kind === "block" && before.complete);
    return { kind: "block", state, notes: this.unshelved(before, notes), score, complete };
  }

  /** A text that stands in the browser for lack of room, and is as it was, stays there. */
  private unshelved(before: LeafRecord | undefined, notes: Record<string, string>): BlockRecord["notes"] {
    const marks = before?.kind === "block" ? before.notes : {};
    const leaf = this.content.id;
    const stays = (key: string, text: string): boolean => own(marks, key) === null && this.session.drawer.text({ leaf, key }) === text;
    const elsewhere = Object.entries(marks).filter(([key, text]) => text === null && this.session.drawer.text({ leaf, key }) === undefined);
    const here = Object.entries(notes).map(([key, text]): [string, string | null] => [key, stays(key, text) ? null : text]);
    return Object.fromEntries([...elsewhere, ...here]);
  }

  /** A change that adds no private text never has to make room. */
  private fits(before: Learner, after: Learner): boolean {
    const size = (learner: Learner): number => notesOf(learner).reduce((sum, { text }) => sum + text.length, 0);
    return size(after) <= size(before) || hasRoom(this.session.outline, after, this.session.words);
  }

  /** With the longest private texts left to the browser, as far as it has them; null: still no room. */
  private withShelved(learner: Learner): Learner | null {
    const { outline, words, drawer } = this.session;
    const going = toShelve(outline, learner, words).filter((note) => drawer.text(note) === note.text);
    const after = going.reduce(shelved, learner);
    return hasRoom(outline, after, words) ? after : null;
  }

  /** Before the LMS's state goes without them, the browser has to have them. */
  private async shelve(tight: Learner): Promise<void> {
    const { outline, words, drawer } = this.session;
    await drawer.put(toShelve(outline, tight, words));
  }

  private restored(learner: Learner): Json {
    const record = own(learner.leaves, this.content.id);
    if (record?.kind !== "block") return this.module.restore(this.content.definition, undefined);
    const state = this.module.restore(this.content.definition, record.state);
    return this.module.restore(this.content.definition, this.module.join(state, this.texts(record)));
  }

  private texts({ notes }: BlockRecord): Record<string, string> {
    const leaf = this.content.id;
    const all = Object.entries(notes).map(([key, text]) => ({ leaf, key, text: text ?? this.session.drawer.text({ leaf, key }) }));
    return Object.fromEntries(all.filter((note): note is Note => note.text !== undefined).map(({ key, text }) => [key, text]));
  }

  private refusal(state: Json, code: string): Outcome<Json> {
    return { ...this.module.standing(this.content.definition, state), evidence: [], refused: code };
  }
}
