/** A problem: questions, "Check my answer", result and feedback, hints, the right answer. */

import { html, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { t } from "../../../frontend/i18n";
import { type Complaint, gradeResponse } from "../graders";
import { interactionsOf, type Submission } from "../interactions";
import type { Answer, Attempted } from "../learner";
import { outcomesServedBy } from "../objectives";
import { own } from "../own";
import type { Choice, Leaf, ProblemContent, Response } from "../package";
import { plainText } from "../plain-text";
import { attemptsLeft, complaintsAbout, mayShowAnswer, responsesOf, submit } from "../problem";
import { share } from "../score";
import type { Session } from "../session";
import { domId } from "./dom-id";
import { define, PlayerElement } from "./element";
import { points } from "./figures";
import { icon } from "./icons";
import { answerView } from "./problem-answer";
import { type ResponseView, responseView, textView, wordFor } from "./problem-response";
import { frameTables } from "./wide-tables";

export class PlayerProblem extends PlayerElement {
  static override properties = {
    content: { attribute: false },
    troubled: { type: Boolean },
    draft: { state: true },
    complaints: { state: true },
    saving: { state: true },
    hints: { state: true },
    answerShown: { state: true },
  };
  declare content: ProblemContent;
  declare leaf: Leaf;
  declare session: Session;
  /** Said aloud by a screen reader. */
  declare announce: (text: string) => void;
  /** The LMS does not take answers at the moment. */
  declare troubled: boolean;
  declare protected draft: Record<string, Answer>;
  declare private complaints: Record<string, Complaint>;
  declare protected saving: boolean;
  declare private hints: number;
  declare private answerShown: boolean;
  private changed = new Set<string>();
  /** When the question was shown, or last submitted. */
  private since = 0;

  constructor() {
    super();
    this.draft = {};
    this.complaints = {};
    this.saving = false;
    this.hints = 0;
    this.answerShown = false;
  }

  protected get record(): Attempted | undefined {
    const record = this.session.record(this.content.id);
    return record?.kind === "problem" ? record : undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.draft = { ...this.record?.answers };
    this.since = Date.now();
  }

  override render(): TemplateResult {
    const { title } = this.content;
    if (this.content.ungraded) {
      return html`<div class="problem"><h3>${title}</h3>${this.body()}
        <div class="notice">${icon("note")} <p>${t("This question is not graded here. You can answer it in the original course.")}</p></div></div>`;
    }
    return html`<form class="problem" novalidate @submit=${this.check}>
      <h3>${title}</h3>
      ${this.body()}
      ${this.actions()} ${this.standing()} ${this.hintList()}
      ${this.answerShown && mayShowAnswer(this.content, this.record) ? this.answers() : nothing}
    </form>`;
  }

  protected answers(): TemplateResult {
    return answerView(this.content);
  }

  protected override updated(): void {
    frameTables(this);
  }

  protected body(): unknown {
    return this.content.parts.map((part) => (part.kind === "html" ? textView(part.html) : responseView(this.view(part))));
  }

  /** In the order in which this learner sees them. */
  protected arranged(response: Response): readonly Choice[] {
    return "choices" in response ? response.choices : [];
  }

  protected view(response: Response): ResponseView {
    const { id } = response;
    return {
      response,
      choices: this.arranged(response),
      id: domId(this.content.id, id),
      answer: own(this.draft, id),
      complaint: own(this.complaints, id),
      checked: this.changed.has(id) || this.saving ? undefined : own(this.record?.answers ?? {}, id),
      disabled: this.closed,
      change: (answer) => this.change(id, answer),
    };
  }

  private change(id: string, answer: Answer): void {
    this.changed.add(id);
    this.draft = { ...this.draft, [id]: answer };
    this.complaints = Object.fromEntries(Object.entries(this.complaints).filter(([each]) => each !== id));
  }

  protected get closed(): boolean {
    return attemptsLeft(this.content, this.record) === 0;
  }

  /** `why`: id of the text that says why it does nothing now. */
  protected submitButton(why?: string): TemplateResult | typeof nothing {
    return html`<button type="submit" class="primary" aria-disabled=${why ? "true" : nothing} aria-describedby=${why ?? nothing}>${t("Check my answer")}</button>`;
  }

  protected moreButtons(): TemplateResult | typeof nothing {
    return nothing;
  }

  /** What else is to be said of attempts. */
  protected note(): TemplateResult | typeof nothing {
    return nothing;
  }

  private actions(): TemplateResult {
    const { hints } = this.content;
    const news = !this.record?.correct.every(Boolean) || this.content.solutions.length > 0;
    const mayShow = news && mayShowAnswer(this.content, this.record);
    return html`<div class="actions">
      ${this.closed ? nothing : this.submitButton()}
      ${this.hints < hints.length
        ? html`<button type="button" @click=${this.nextHint}>
            ${icon("hint")} ${t("Hint {number} of {count}", { number: this.hints + 1, count: hints.length })}
          </button>`
        : nothing}
      ${this.moreButtons()}
      ${mayShow
        ? html`<button type="button" aria-expanded=${this.answerShown ? "true" : "false"} @click=${() => (this.answerShown = !this.answerShown)}>
            ${this.answerShown ? t("Hide the right answer") : t("Show the right answer")}
          </button>`
        : nothing}
    </div>`;
  }

  /** Score, attempts, and whether the LMS has it yet. */
  private standing(): TemplateResult {
    const left = attemptsLeft(this.content, this.record);
    if (this.saving) {
      const text = this.troubled
        ? t("Your answer is not saved yet. It is not lost: we try again. You can go on.")
        : t("Saving …");
      return html`<p class="standing">${icon("wait")} ${text}</p>`;
    }
    return html`<p class="standing" tabindex="-1">
      ${this.record && this.leaf.points !== null ? html`<span>${this.scoreText()}</span>` : nothing}
      ${left === 0
        ? html`<span>${t("You have used all attempts. Your answer stays as it is.")}</span>`
        : left === null ? nothing : html`<span>${t("Attempts left: {count}", { count: left })}</span>`}
      ${this.note()}
    </p>`;
  }

  private scoreText(): string {
    const whole = this.leaf.points ?? 0;
    const earned = points(whole, ...share(this.record));
    return t("Points: {earned} of {possible}", { earned, possible: points(whole) });
  }

  private hintList(): TemplateResult {
    const shown = this.content.hints.slice(0, this.hints);
    return html`<div class="hints" aria-live="polite">
      ${shown.map((hint, index) => html`<div class="hint" tabindex="-1"><p class="word">${icon("hint")} ${t("Hint {number}", { number: index + 1 })}</p>
        <div class="author">${unsafeHTML(hint)}</div></div>`)}
    </div>`;
  }

  /** The button goes with the last hint; the focus then moves on to what it has shown. */
  private async nextHint(): Promise<void> {
    this.hints++;
    await this.updateComplete;
    if (this.hints === this.content.hints.length) this.querySelector<HTMLElement>(".hint:last-child")?.focus();
  }

  protected async check(event: Event): Promise<void> {
    event.preventDefault();
    if (this.saving || this.closed) return;
    this.complaints = complaintsAbout(this.content, this.draft);
    if (Object.keys(this.complaints).length > 0) return this.showComplaint();
    this.saving = true;
    this.changed.clear();
    const taken = await this.submitted(this.draft).finally(() => (this.saving = false));
    // An answer that waited from before took the last attempt: what counts is shown again.
    if (!taken) this.draft = { ...this.record?.answers };
    this.announce(this.resultText());
    await this.updateComplete;
    if (this.closed) this.querySelector<HTMLElement>(".standing")?.focus();
  }

  /** False when no attempt was left for it by the time the LMS took it. */
  protected async submitted(answers: Record<string, Answer>): Promise<boolean> {
    let record: Attempted | null = null;
    const submission = this.submission();
    await this.session.keepLeaf(
      this.content.id,
      (before) => (record = submit(this.content, before?.kind === "problem" ? before : undefined, answers)),
      () => (record ? interactionsOf(this.content, record, submission) : []),
    );
    return record !== null;
  }

  private submission(): Submission {
    const [at, since] = [Date.now(), this.since];
    this.since = at;
    const outcomes = outcomesServedBy(this.session.outline, this.content.id);
    return { at, latency: at - since, outcomes, points: this.leaf.points };
  }

  /** Result, what the author says to it, points: once, in this order. */
  protected resultText(): string {
    const { answers = {}, correct = [] } = this.record ?? {};
    const feedback = responsesOf(this.content).flatMap((response) => gradeResponse(response, own(answers, response.id) ?? []).feedback);
    const result =
      correct.length < 2
        ? wordFor(correct[0], share(this.record)[0] > 0)
        : t("Right answers: {right} of {count}", { right: correct.filter(Boolean).length, count: correct.length });
    return [result, ...feedback.map(plainText), ...(this.leaf.points === null ? [] : [this.scoreText()])].join(". ").replace(/([.!?])\. /g, "$1 ");
  }

  /** To the first field that has a complaint. */
  private showComplaint(): Promise<void> {
    const at = responsesOf(this.content).find(({ id }) => own(this.complaints, id));
    return this.focusOn(`[id^="${domId(this.content.id, at?.id ?? "")}-0"]`);
  }

  protected async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLElement>(selector)?.focus();
  }
}

define("player-problem", PlayerProblem);
