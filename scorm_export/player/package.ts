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
  /** Weight of the type in the course grade, in thousandths. */
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
}

interface ResponseBase {
  /** Stable inside the problem: "1", "2", … in document order. */
  id: string;
  /** HTML of `<label>`; "" when the author gave none. */
  label: string;
  /** HTML of each `<description>`. */
  descriptions: string[];
  /** Plain text right after the field, such as a unit ("minutes"). */
  suffix?: string;
}

export interface ChoiceResponse extends ResponseBase {
  kind: "single" | "dropdown" | "multiple";
  choices: Choice[];
  /** Multiple choice: feedback for exactly this set of choices. */
  compound?: { choices: string[]; hint: string }[];
}

export interface NumberResponse extends ResponseBase {
  kind: "number";
  /** One or more right answers: a value with a tolerance, or a range. Decimal strings, never floats. */
  answers: (
    | { value: string; tolerance: string; percent: boolean; hint: string }
    | { low: string; high: string; lowOpen: boolean; highOpen: boolean; hint: string }
  )[];
}

export interface TextResponse extends ResponseBase {
  kind: "text";
  ignoreCase: boolean;
  answers: { text: string; hint: string }[];
  /** Feedback for particular wrong answers. */
  hints: { text: string; hint: string }[];
}

export type Response = ChoiceResponse | NumberResponse | TextResponse;

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
