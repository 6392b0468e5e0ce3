/** What a block and the place it runs in promise each other (contract 12).
 *
 * Every interactive block is a definition, a state, rules and a view. The view calls `host.act` and nothing else;
 * who decides (Python in Open edX, TypeScript in a package) is the host's business.
 */

/** A JSON value, as it travels between browser, LMS and record. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What a rule reports besides score and completion. The host adds `block` (its id) and `at` (the time). */
export interface Evidence {
  type: string;
  v: number;
  data: { [key: string]: Json };
}

/** The answer to one action. Per mille: score and completion 0–1000; `complete` exactly when completion is 1000. */
export interface Outcome<S> {
  state: S;
  score: number | null;
  completion: number;
  complete: boolean;
  evidence: Evidence[];
  /** A code from the block's own list; absent when the action was accepted. `state` is then unchanged. */
  refused?: string;
}

/** Pure: no clock (only `now`, ISO 8601 with Z), no locale, no floating point. */
export type Rules<D, S, A> = (definition: D, state: S, action: A, now: string) => Outcome<S>;

export interface HostContext {
  /** BCP 47, e.g. "de". */
  language: string;
  direction: "ltr" | "rtl";
  /** Day of departure as YYYY-MM-DD, when the host knows it. */
  departure: string | null;
  /** True in browse and review: nothing may be changed. */
  readonly: boolean;
}

/** The one method a view calls. Rejects only when the block is gone; a network failure keeps the actions queued. */
export interface Host<S, A> {
  act(actions: A[]): Promise<Outcome<S>[]>;
  readonly context: HostContext;
}

/** What a block's script registers, in a package and in Open edX alike. */
export interface BlockModule<D = Json, S = Json, A = Json> {
  /** OLX tag, e.g. "mobility_checklist". */
  tag: string;
  /** Custom element that shows it, e.g. "mobility-checklist". */
  element: string;
  rules: Rules<D, S, A>;
  /** State of a learner who has done nothing; also brings an older or damaged stored state into today's shape. */
  restore(definition: D, stored: Json | undefined): S;
  /** Outcome of a state as it stands (no action): what to show and to count after resume. */
  standing(definition: D, state: S): Outcome<S>;
  /** The state without texts that are the learner's own (notes), and these by name: they yield first when an LMS has too
   * little room. `join` puts them back. */
  split(state: S): { state: S; notes: Record<string, string> };
  join(state: S, notes: Readonly<Record<string, string>>): S;
  /** The state without answers to parts that the author took away. */
  withoutGone(state: S): S;
}

/** The properties every block's custom element has. */
export interface BlockView<D = Json, S = Json, A = Json> extends HTMLElement {
  definition: D;
  state: S;
  host: Host<S, A>;
}
