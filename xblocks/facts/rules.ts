/** How a block of facts answers a learner's choice (contract 12). Twin of rules.py and of the state in model.py; both run
 * on cases.json.
 *
 * It is done once something was chosen, whatever the author takes away later. No score, and no evidence: where somebody goes
 * is nobody else's business.
 */
import type { Json, Outcome } from "../../frontend/host";

export interface Fact {
  id: string;
  topic: string;
  text: string;
  /** To whom it applies; "" for everybody. */
  applies: string;
  /** YYYY-MM or YYYY-MM-DD, as `review`. */
  checked: string;
  /** Once this month or day is over, the fact may have changed. */
  review: string;
  /** The title of the page that says so. */
  source: string;
  /** "" when the source has no address. */
  url: string;
  /** Language of the source, BCP 47; "" when it is not known. */
  language: string;
}

export interface Pack {
  id: string;
  title: string;
  facts: Fact[];
}

export interface Definition {
  /** HTML, cleaned before it came here, as `otherwise.html`. */
  introduction: string;
  question: string;
  packs: Pack[];
  /** Offered when it has a title. */
  otherwise: { title: string; html: string };
}

export interface State {
  version: 1;
  /** The id of a pack, or OTHER; absent until there is a choice. A pack that is gone stays chosen, unseen. */
  chosen?: string;
}

export interface Action {
  type: "choose";
  value: string;
}

/** The choice of a learner whose country or trade is none of the packs'. */
export const OTHER = "other";
const PACK_ID = /^[a-z0-9-]{1,64}$/;

/** Refusals: unknown-action, unknown-pack. */
export function apply(definition: Definition, state: State, action: Action, _now: string): Outcome<State> {
  const { type, value } = action as { type?: Json; value?: Json };
  if (type !== "choose") return { ...standing(definition, state), refused: "unknown-action" };
  if (!choices(definition).some(({ id }) => id === value)) return { ...standing(definition, state), refused: "unknown-pack" };
  return standing(definition, { ...state, chosen: value as string });
}

/** What a state means as it stands, without an action. */
export function standing(_definition: Definition, state: State): Outcome<State> {
  const complete = state.chosen !== undefined;
  return { state, score: null, completion: complete ? 1000 : 0, complete, evidence: [] };
}

/** What can be chosen: every pack, and last "other", where the author wrote what to do then. */
export function choices({ packs, otherwise }: Definition): { id: string; title: string }[] {
  return [...packs, ...(otherwise.title === "" ? [] : [{ id: OTHER, title: otherwise.title }])];
}

/** State from what was stored; of nothing, an older shape or something damaged: nothing chosen. */
export function restore(_definition: Definition, stored: Json | undefined): State {
  if (typeof stored !== "object" || stored === null || Array.isArray(stored) || stored.version !== 1) return { version: 1 };
  const { chosen } = stored;
  return typeof chosen === "string" && PACK_ID.test(chosen) ? { version: 1, chosen } : { version: 1 };
}
