/** What the exporter writes into a package and the player reads: the course's outline and its units.
 *
 * `Outline` stands as JSON in index.html (`<script type="application/json" id="outline">`), so the player knows every
 * leaf (for progress, grade and gates) before any unit is loaded. Each unit's content is a script,
 * `content/<unit>.js`, which calls `mobilityPackage.unit(id, content)`: scripts load from file:// too, where fetch
 * does not. The Python side is scorm_export/package.py; tests compare both over the same examples.
 */

import type { Json } from "../../frontend/host";

/** When a leaf counts as done (contract 3). "never": shown, but not counted. */
export type CompletionRule = "view" | "watch" | "submit" | "block" | "never";

export interface Leaf {
  /** `type/url_name`, e.g. "problem/first-aid-1". */
  id: string;
  type: string;
  title: string;
  complete: CompletionRule;
  /** Thousandths of a point this leaf can give (Open edX's weight × 1000); null: it has no score. */
  points: number | null;
  /** All must hold, else the leaf is not shown and does not count; absent: always shown. */
  when?: Condition[];
}

/** The learner drew `option` from `pool`; or what was done in `leaf` gives `value` ("True" and "False" mean yes and no). */
export type Condition =
  | { pool: string; option: string }
  | { leaf: string; asks: "attempted" | "correct" | "choice"; value: string };

/** Options of which each learner draws `pick`, once. */
export interface Pool {
  id: string;
  options: string[];
  pick: number;
}

export interface Unit {
  id: string;
  title: string;
  /** Path of its script inside the package. */
  file: string;
  leaves: Leaf[];
}

export interface Subsection {
  id: string;
  title: string;
  /** Counts towards the course grade, under assignment type `format`. */
  graded: boolean;
  format: string | null;
  units: Unit[];
}

export interface Section {
  id: string;
  title: string;
  subsections: Subsection[];
}

export interface AssignmentType {
  type: string;
  /** Weight of the type in the course grade, in thousandths; a third has decimals. */
  weight: number;
  minCount: number;
  dropCount: number;
}

export interface Gate {
  id: string;
  /** The block whose own score opens the gate (a subsection, unit or leaf). */
  block: string;
  /** Per mille of that block's score. */
  minimum: number;
  /** Ids of sections, subsections or units that stay closed until then. */
  locks: string[];
  why: string;
}

export interface Outline {
  version: 1;
  /** `org+course`. */
  course: string;
  package: string;
  title: string;
  /** Language of the course's text (BCP 47). */
  language: string;
  direction: "ltr" | "rtl";
  format: "scorm12" | "scorm2004" | "web";
  /** `--report-failed`: only then "failed" is ever written. */
  reportFailed: boolean;
  grading: {
    /** True when at least one gradable leaf stands in a graded subsection. */
    graded: boolean;
    assignments: AssignmentType[];
    /** Lowest passing cut-off, per mille. */
    passing: number;
  };
  gates: Gate[];
  /** The course's learning outcomes, each with the ids of the blocks that serve it. */
  outcomes: { id: string; text: string; blocks: string[] }[];
  sections: Section[];
  pools: Pool[];
  state: {
    /** Characters the LMS keeps: 4,096 in SCORM 1.2, 64,000 in SCORM 2004. */
    limit: number;
    /** Characters the state can need at most without private texts, as the exporter computed it. */
    answers: number;
    /** Words that stand in states, each with its number. */
    words: Record<string, number>;
  };
}

export interface HtmlContent {
  id: string;
  type: "html";
  /** Cleaned by the exporter; `/static/` already leads into the package. */
  html: string;
}

export interface VideoContent {
  id: string;
  type: "video";
  title: string;
  sources: { src: string; type: string }[];
  poster: string | null;
  /** One per language: caption cues (seconds) that also make the transcript. */
  transcripts: Transcript[];
  /** Only this part of the film is meant, in whole seconds; `end` null: to the end. Both absent: all of it. */
  start?: number;
  end?: number | null;
  /** What films.js shows; it is in the package when one of its films has this. */
  more?: { elsewhere: FilmPlace[]; papers: FilmPaper[] };
}

export interface Transcript {
  language: string;
  cues: { start: number; end: number; text: string }[];
}

/** Where a film lives outside the package: on YouTube, as files of another site, or on a page that only links can reach. */
export type FilmPlace =
  | { kind: "youtube"; id: string }
  | { kind: "file"; sources: { src: string; type: string }[] }
  | { kind: "page"; url: string };

/** A file beside a film: in the package, or an address on another site. */
export interface FilmPaper {
  kind: "transcript" | "handout";
  src: string;
  language: string | null;
}

export interface Choice {
  /** As capa names it: "choice_0" or the author's name. */
  id: string;
  html: string;
  correct: boolean;
  /** Feedback when this one was chosen (single, dropdown); HTML, "" when the author wrote none. */
  hint: string;
  /** Multiple choice only: feedback when it was left out. */
  hintUnselected?: string;
  /** Keeps its place when the others are shuffled. */
  fixed?: true;
  /** Partial credit "points": the part of the response's score that it gives. */
  share?: Fraction;
  /** Targeted feedback: HTML shown once this one was chosen. */
  explanation?: string;
  /** Open edX asks nothing of it (its `correct` is neither true nor false). */
  idle?: true;
}

export type Fraction = readonly [part: number, whole: number];

interface ResponseBase {
  /** Stable inside the problem: "1", "2", … in document order. */
  id: string;
  /** HTML of `<label>`; "" when the author gave none. */
  label: string;
  /** HTML of each `<description>`. */
  descriptions: string[];
  /** Plain text right after the field, such as a unit ("minutes"). */
  suffix?: string;
  /** It stands inside a sentence. */
  inline?: true;
}

export interface ChoiceResponse extends ResponseBase {
  kind: "single" | "dropdown" | "multiple";
  choices: Choice[];
  /** Multiple choice: feedback for exactly this set of choices. */
  compound?: { choices: string[]; hint: string }[];
  /** Shown in an order of the learner's own; see choicesShown in order.ts. */
  shuffle?: true;
  /** Answer pool: one right choice and others, so many in all. */
  pool?: number;
  partial?: "points" | "edc" | "halves";
  /** Targeted feedback: HTML of the right answer's explanation, shown after any answer. */
  always?: string;
}

/** An expression as openedx-calc reads it, with a tolerance ("5", percent or not). */
export interface RightNumber {
  value: string;
  tolerance: string;
  percent: boolean;
  hint: string;
}

export interface RightRange {
  low: string;
  high: string;
  lowOpen: boolean;
  highOpen: boolean;
  hint: string;
}

export interface NumberResponse extends ResponseBase {
  kind: "number";
  /** The right answer; further ones count exactly. Expressions as text, never floats. */
  answers: (RightNumber | RightRange)[];
  /** Half the points near the right answer (`close`, so many tolerances away), or for one of a `list`. */
  partial?: { list?: string[]; close?: true; range: number };
  /** Feedback for particular numbers. */
  hints?: { value: string; hint: string }[];
}

export interface TextResponse extends ResponseBase {
  kind: "text";
  ignoreCase: boolean;
  answers: { text: string; hint: string }[];
  /** Feedback for particular wrong answers; `text` of a regular expression is JavaScript's (flags iu). */
  hints: { text: string; hint: string; regexp?: true }[];
  /** The answers' texts are regular expressions of JavaScript, and together they are this one. */
  pattern?: string;
  /** Hints of old courses do not care whether the answer is right. */
  hintsOnly?: true;
}

/** Compared at points that the exporter has chosen. */
interface Sampled {
  /** An expression of openedx-calc. */
  answer: string;
  variables: string[];
  /** One value per variable. */
  samples: number[][];
}

export interface FormulaResponse extends ResponseBase, Sampled {
  kind: "formula";
  caseSensitive: boolean;
  tolerance: string;
  percent: boolean;
  hints: (Sampled & { hint: string })[];
}

export interface ImageResponse extends ResponseBase {
  kind: "image";
  src: string;
  alt: string;
  width: number;
  height: number;
  /** A rectangle holds its border, the convex shape of a region does not. In pixels. */
  areas: (
    | { kind: "rectangle"; x1: number; y1: number; x2: number; y2: number }
    | { kind: "region"; points: [x: number, y: number][] }
  )[];
}

export type Response = ChoiceResponse | NumberResponse | TextResponse | FormulaResponse | ImageResponse;

export interface ProblemContent {
  id: string;
  type: "problem";
  title: string;
  /** Text and responses in document order. */
  parts: ({ kind: "html"; html: string } | Response)[];
  /** HTML of each `<solution>`. */
  solutions: string[];
  /** HTML of each hint of `<demandhint>`, shown one by one. */
  hints: string[];
  /** null: as often as the learner likes. */
  maxAttempts: number | null;
  /** Open edX's `showanswer`. */
  showAnswer: string;
  /** How many attempts `showanswer` "after_attempts" waits for. */
  showAfter?: number;
  /** Open edX's `show_reset_button`; absent: false. */
  showReset?: boolean;
  /** Seconds between two submissions; absent: 0. */
  waitSeconds?: number;
  /** Open edX's `rerandomize`; absent: "never". */
  randomize?: "never" | "onreset" | "always" | "per_student";
  /** Shown as text: only Open edX can grade it. */
  ungraded?: true;
  /** In a package: what would give the answers away; problem-key.ts puts it back. */
  key?: string;
}

/** One of our XBlocks, or another package's: shown by the custom element its script registers. */
export interface BlockContent {
  id: string;
  type: string;
  title: string;
  definition: Json;
}

/** What could not be carried over: said openly where it would have stood. */
export interface PlaceholderContent {
  id: string;
  type: "placeholder";
  title: string;
  /** The OLX tag, e.g. "openassessment". */
  tag: string;
  kind: Elsewhere;
  /** Where the original is, when the exporter was told (--lms-url). */
  href: string | null;
}

/** What kind of thing is done elsewhere; any other is "unknown". */
export type Elsewhere = "discussion" | "review" | "handed-in" | "tool" | "activity" | "question" | "film" | "broken" | "empty" | "unknown";

export type LeafContent = HtmlContent | VideoContent | ProblemContent | PlaceholderContent | BlockContent;

export interface UnitContent {
  leaves: LeafContent[];
}

/** mobility.json, only in packages made with --record (contract 7). */
export interface Reporting {
  version: 1;
  record: string;
  package: string;
  package_version: string;
  line_items: string[];
}
