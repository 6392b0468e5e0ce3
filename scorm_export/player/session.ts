/** One learner working through one package: the course, what the LMS has confirmed, and what follows from it. */

import type { BlockEvidence, GatePass } from "./bridge/messages";
import type { Source } from "./bridge/source";
import { ownerDigest } from "./bridge/vault";
import { carryOver } from "./carry-over";
import { drawn } from "./draw";
import { Drawer, NOTES } from "./drawer";
import { lockedBy } from "./gates";
import { type Answered, Keeper, type Start, type Tracking } from "./keeper";
import type { LeafRecord, Learner } from "./learner";
import { withLeaf } from "./learner";
import type { Library } from "./library";
import type { Lms, Opening } from "./lms";
import { merge } from "./merge";
import { objectivesSince } from "./objectives";
import { leaves, type Place, places } from "./outline";
import { own } from "./own";
import type { Gate, Outline } from "./package";
import { fitting, isThere, shelved, toShelve } from "./room";
import { anythingGraded } from "./score";
import { Shelter, SHELTERED, type Sheltered, toldWith } from "./shelter";
import { settle, type Standing, standingOf } from "./standing";
import { decode, encode, type Trouble, Words } from "./state";
import { Store } from "./store";

/** Why nothing is kept although there is an LMS: review, earlier work that could not be read, a newer window. */
export type Aside = "review" | "unread" | "elsewhere";

/** What the LMS and this browser had of the learner when the course opened. */
interface Found {
  opening: Opening;
  shelter: Shelter | null;
  waiting: Sheltered | null;
  drawer: Drawer;
}

export class Session {
  readonly keeper: Keeper;
  readonly places: Place[];
  readonly words: Words;
  readonly drawer: Drawer;
  aside: Aside | null;
  /** The LMS's id of the learner; used for a digest only, never stored. */
  learnerId: string;
  /** Something was drawn for the learner that the LMS does not know yet. */
  private drew = false;
  /** Why the stored work could not be read, told once. */
  trouble: Trouble | null = null;

  /** Asks the LMS first: whatever happens next, the session has begun. Then what this browser has of the same learner. */
  static async open(outline: Outline, library: Library, lms: Lms, opening = lms.open()): Promise<Session> {
    const owner = ownerDigest(outline.package, opening.learner);
    const mayKeep = owner !== "" && !opening.readonly && !opening.unread;
    const store = mayKeep ? await Store.open(`${outline.package}:${owner}`) : null;
    const shelter = store && (await Shelter.open(store, location.pathname.replace(/[^/]*$/, "")));
    const drawer = await Drawer.open(store);
    const waiting = (await shelter?.waiting(opening.state)) ?? null;
    const session = new Session(outline, library, lms, { opening, shelter, waiting, drawer });
    await session.makeRoom();
    return session;
  }

  /** A package that was changed may ask for more than the notes have left: they yield before an answer would have to. */
  private async makeRoom(): Promise<void> {
    if (this.readonly) return;
    const going = toShelve(this.outline, this.learner, this.words);
    if (going.length === 0 || !(await this.drawer.put(going))) return;
    void this.keeper.keep((learner) => going.filter((note) => isThere(learner, note)).reduce(shelved, learner));
    this.keeper.flush();
  }

  constructor(
    readonly outline: Outline,
    readonly library: Library,
    readonly lms: Lms,
    { opening, shelter, waiting, drawer }: Found = { opening: lms.open(), shelter: null, waiting: null, drawer: Drawer.EMPTY },
  ) {
    this.words = new Words(outline.state.words);
    this.drawer = drawer;
    this.aside = opening.unread ? "unread" : opening.readonly ? "review" : null;
    this.learnerId = opening.learner;
    this.places = places(outline);
    const objectives = objectivesSince(outline, carryOver(outline, decode(opening.state, this.words).learner));
    const form = {
      encode: (learner: Learner): string => encode(learner, this.words),
      fit: (learner: Learner): Learner => fitting(learner, outline.state.limit, library.blocks, this.words),
      tracking: (learner: Learner): ReturnType<Tracking> => ({ ...this.tracking(learner), objectives: objectives(learner) }),
    };
    this.keeper = new Keeper(lms, form, this.start(opening, waiting), shelter);
    this.catchUp(opening);
  }

  /** Whether what is done here is kept; a device begins to when the learner chooses so. */
  get keeps(): boolean {
    return this.lms.keeps;
  }

  private merged(held: Learner, { base }: Sheltered, sheltered: Learner): Learner {
    return merge(held, sheltered, decode(base, this.words).learner);
  }

  /** The LMS's state, with what this browser had to shelter for it. */
  private start({ state, status }: Opening, waiting: Sheltered | null): Start {
    const held = decode(state, this.words);
    const sheltered = waiting && decode(waiting.state, this.words);
    const usable = sheltered !== null && sheltered.trouble === null;
    this.trouble = usable ? null : held.trouble;
    const told = usable && waiting ? toldWith(waiting, state) : null;
    const both = usable && waiting ? (told === null ? this.merged(held.learner, waiting, sheltered.learner) : sheltered.learner) : held.learner;
    const learner = both.status === "incomplete" ? { ...both, status: status ?? "incomplete" } : both;
    const answers = usable ? (waiting?.interactions ?? []) : [];
    const owed = told === null ? answers.filter(({ leaf }) => untold(leaf, held.learner, both)) : answers.slice(told);
    const carried = carryOver(this.outline, learner);
    const all = drawn(this.outline, carried);
    this.drew = all !== carried;
    return { learner: all, held: state, behind: usable, owed };
  }

  /** True: nothing done here is kept. */
  get readonly(): boolean {
    return this.aside !== null;
  }

  /** A newer window of this learner writes now; from here nothing is written any more. */
  retire(): void {
    this.keeper.stop();
    this.lms.retire();
    this.aside = "elsewhere";
  }

  /** Takes from this browser what it keeps beside the LMS. */
  async forget(): Promise<void> {
    const store = await Store.open(`${this.outline.package}:${ownerDigest(this.outline.package, this.learnerId)}`);
    for (const key of [SHELTERED, NOTES]) await store?.drop(key);
  }

  /** The learner goes on under another id; the bridge's part goes with them. */
  own(learnerId: string): void {
    this.learnerId = learnerId;
    const owner = ownerDigest(this.outline.package, learnerId);
    void this.keeper.keep((learner) => learner.bridge && { ...learner, bridge: { ...learner.bridge, owner } });
    this.keeper.flush();
  }

  get learner(): Learner {
    return this.keeper.learner;
  }

  get standing(): Standing {
    return standingOf(this.outline, this.learner);
  }

  now(): string {
    return new Date().toISOString();
  }

  record(id: string): LeafRecord | undefined {
    return own(this.learner.leaves, id);
  }

  place(unit: string | null): Place | undefined {
    return this.places.find((place) => place.unit.id === unit);
  }

  lock(place: Place): Gate | undefined {
    return lockedBy(this.outline, place, this.learner);
  }

  /** Keeps a leaf's new record and all that follows from it. Resolves when the LMS has it.
   * `answered`: the answers that were submitted with it, for an LMS that wants to know each. */
  keepLeaf(
    id: string,
    change: (before: LeafRecord | undefined, learner: Learner) => LeafRecord | null,
    answered?: Answered,
  ): Promise<void> {
    return this.keeper.keep((learner) => {
      const record = change(own(learner.leaves, id), learner);
      return record === null ? null : this.settled(learner, id, record);
    }, answered);
  }

  settled(learner: Learner, id: string, record: LeafRecord): Learner {
    return settle(this.outline, withLeaf(learner, id, record), this.now());
  }

  /** Read or watched; again changes nothing. */
  seen(id: string): Promise<void> {
    return this.keepLeaf(id, (before) => (before ? null : { kind: "seen" }));
  }

  visit(unit: string): Promise<void> {
    return this.keeper.keep((learner) => (learner.unit === unit ? null : { ...learner, unit }));
  }

  /** What the bridge may know: confirmed figures, and snapshots computed from confirmed block states. */
  source(): Source {
    return {
      standing: () => this.standing,
      passes: () => this.passes(),
      snapshots: (blocks) => this.snapshots(blocks),
      remember: (bridge) => this.keeper.keep((learner) => ({ ...learner, bridge })),
      now: () => this.now(),
    };
  }

  /** A package that was changed may open a gate or finish the course by itself, and an LMS may have missed a status.
   * Done at once: the first page shown depends on it. The LMS is asked nothing when there is nothing to tell. */
  private catchUp({ status }: Opening): void {
    const missed = ({ status: ours }: Learner): boolean => status === "incomplete" && ["passed", "completed"].includes(ours);
    void this.keeper.keep((learner) => {
      const after = settle(this.outline, learner, this.now());
      return after === learner && (missed(after) || this.drew) ? { ...after } : after;
    });
    this.keeper.flush();
  }

  private passes(): Record<string, GatePass> {
    return Object.fromEntries(
      this.outline.gates.map(({ id, block }) => [id, { block, passed: own(this.learner.gates, id) }]),
    );
  }

  private async snapshots(blocks: readonly string[] | null): Promise<BlockEvidence[]> {
    const used = leaves(this.outline).filter(({ id }) => this.record(id)?.kind === "block");
    const wanted = used.filter(({ id }) => blocks === null || blocks.includes(id));
    const found = await Promise.all(wanted.map(({ id }) => this.snapshot(id).catch(() => [])));
    return found.flat();
  }

  private async snapshot(id: string): Promise<BlockEvidence[]> {
    const place = this.places.find(({ unit }) => unit.leaves.some((leaf) => leaf.id === id));
    const record = this.record(id);
    if (!place || record?.kind !== "block") return [];
    const content = (await this.library.load(place.unit)).leaves.find((leaf) => leaf.id === id);
    const module = content && this.library.blocks.get(content.type);
    if (!content || !module || !("definition" in content)) return [];
    const state = module.restore(content.definition, record.state);
    const { evidence } = module.standing(content.definition, state);
    return evidence.map((each) => ({ ...each, block: id, at: this.now() }));
  }

  private tracking(learner: Learner): Omit<ReturnType<Tracking>, "objectives"> {
    const { grade, progress } = standingOf(this.outline, learner);
    return { status: learner.status, grade: anythingGraded(this.outline, learner) ? grade : null, progress };
  }
}

/** An LMS that went on elsewhere: what it knows the attempt of, it was told. */
function untold(leaf: string, held: Learner, both: Learner): boolean {
  const attempts = (learner: Learner): number => {
    const record = own(learner.leaves, leaf);
    return record?.kind === "problem" ? record.attempts : 0;
  };
  return attempts(held) < attempts(both);
}
