/** Polls and surveys: the learner answers every question, and may answer again as often as the author allows.
 *
 * Both share these rules. A poll's choice is the id of an answer, a survey's an answer for each question.
 */

import type { BlockModule, Json, Outcome } from "../../../../frontend/host";
import { noNotes } from "../../../../frontend/no-notes";
import { own } from "../../own";

export interface Item {
  id: string;
  /** Cleaned by the exporter; the answers of a survey have `text` instead. */
  html?: string;
  text?: string;
  picture?: { src: string; alt: string } | null;
}

export interface Definition {
  /** A poll has one. */
  questions: Item[];
  answers: Item[];
  /** HTML that is shown once the learner has answered. */
  feedback: string;
  /** How often the learner may answer; 0: any number. */
  most: number;
}

export interface State<C> {
  choice: C;
  submissions: number;
}

/** The learner's n-th submission: said twice it counts once. */
export interface Action<C> {
  type: "answer";
  choice: C;
  submission: number;
}

/** Question → answer. */
export type Chosen = Record<string, string>;

/** What polls and surveys have different. */
export interface Kind<C extends Json> {
  /** What of a stored or sent choice the block still knows, in the order of the questions. */
  chosen(definition: Definition, choice: Json | undefined): Chosen;
  choice(chosen: Chosen): C;
}

export type AskRules<C extends Json> = Omit<BlockModule<Definition, State<C>, Action<C>>, "tag" | "element">;

/** Submissions are counted up to here. */
const MOST = 1023;

const knows = (definition: Definition, answer: Json | undefined): answer is string =>
  definition.answers.some(({ id }) => id === answer);

const entries = (value: Json | undefined): { [key: string]: Json } =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};

export const poll: Kind<string> = {
  chosen: (definition, choice) =>
    Object.fromEntries(knows(definition, choice) ? definition.questions.slice(0, 1).map(({ id }) => [id, choice]) : []),
  choice: (chosen) => Object.values(chosen)[0] ?? "",
};

export const survey: Kind<Chosen> = {
  chosen: (definition, choice) => {
    const all = definition.questions.map(({ id }): [string, Json | undefined] => [id, own(entries(choice), id)]);
    return Object.fromEntries(all.filter((one): one is [string, string] => knows(definition, one[1])));
  },
  choice: (chosen) => chosen,
};

/** null: as often as the learner likes. */
export function submissionsLeft(definition: Definition, submissions: number): number | null {
  return definition.most === 0 ? null : Math.max(0, definition.most - submissions);
}

/** Refusals: unknown-action, incomplete, no-more, stale. */
export function rulesOf<C extends Json>(kind: Kind<C>): AskRules<C> {
  const complete = (definition: Definition, chosen: Chosen): boolean => Object.keys(chosen).length === definition.questions.length;
  const standing = (_definition: Definition, state: State<C>): Outcome<State<C>> => {
    const answered = state.submissions > 0;
    return { state, score: null, completion: answered ? 1000 : 0, complete: answered, evidence: [] };
  };

  const rules = (definition: Definition, state: State<C>, action: Action<C>): Outcome<State<C>> => {
    const refused = (code: string): Outcome<State<C>> => ({ ...standing(definition, state), refused: code });
    const chosen = kind.chosen(definition, action.choice);
    const choice = kind.choice(chosen);
    if (action.type !== "answer") return refused("unknown-action");
    if (!complete(definition, chosen)) return refused("incomplete");
    if (state.submissions > 0 && JSON.stringify(choice) === JSON.stringify(state.choice)) return standing(definition, state);
    if (submissionsLeft(definition, state.submissions) === 0) return refused("no-more");
    if (action.submission !== state.submissions + 1) return refused("stale");
    return standing(definition, { choice, submissions: Math.min(action.submission, MOST) });
  };

  /** When the author took an answer away or added a question, the learner may answer again; what still fits is kept. */
  const restore = (definition: Definition, stored: Json | undefined): State<C> => {
    const { choice, submissions } = entries(stored);
    const chosen = kind.chosen(definition, choice);
    const told = typeof submissions === "number" && Number.isInteger(submissions) ? submissions : 0;
    return { choice: kind.choice(chosen), submissions: complete(definition, chosen) ? Math.min(Math.max(told, 1), MOST) : 0 };
  };

  return { rules, restore, standing, ...noNotes };
}
