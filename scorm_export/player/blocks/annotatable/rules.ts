/** The annotated text: nothing to answer, so nothing is kept; as in Open edX it is done once it was shown. */

import type { BlockModule, Outcome } from "../../../../frontend/host";

export interface Comment {
  /** "" when the author gave none. */
  title: string;
  /** Cleaned by the exporter. */
  html: string;
  colour: "yellow" | "red" | "orange" | "green" | "blue" | "purple";
}

export interface Definition {
  /** HTML, "" when the author gave none. */
  instructions: string;
  /** HTML in which `<span data-annotation="0">` is the passage of the first comment. */
  text: string;
  comments: Comment[];
}

export type State = Record<string, never>;
export type Action = never;

const standing = (): Outcome<State> => ({ state: {}, score: null, completion: 1000, complete: true, evidence: [] });

/** What the player needs of a block beside its view. */
export const rules: Omit<BlockModule<Definition, State, Action>, "tag" | "element"> = {
  rules: () => ({ ...standing(), refused: "unknown-action" }),
  restore: () => ({}),
  standing,
  split: () => ({ state: {}, notes: {} }),
  join: () => ({}),
  withoutGone: () => ({}),
};
