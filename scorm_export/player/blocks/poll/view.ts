/** Polls and surveys as learners see them: native radio buttons, one button, then the author's feedback. */

import { html, nothing, type TemplateResult } from "lit";
import { BlockElement } from "../../../../frontend/block-element";
import type { Json } from "../../../../frontend/host";
import { t } from "../../../../frontend/i18n";
import { type Action, type AskRules, type Chosen, type Definition, type Item, type Kind, poll, rulesOf, type State, submissionsLeft, survey } from "./rules";
import { styles } from "./styles";

/** Answers this short stand side by side. */
const BESIDE = { answers: 4, letters: 14 };

abstract class AskElement<C extends Json> extends BlockElement<Definition, State<C>, Action<C>> {
  static override styles = [BlockElement.styles, styles];
  protected abstract override readonly rules: AskRules<C>;
  protected abstract readonly kind: Kind<C>;
  /** Chosen, not saved yet. */
  private readonly draft = new Map<string, string>();
  /** The learner wanted to save before everything was answered. */
  private complaining = false;

  protected override wordRefusal(code: string): string {
    if (code === "no-more") return t("You can't answer again. Your first answer stays.");
    return t("Your answer could not be saved. Load the page again.");
  }

  protected override authorHtml(): Record<string, string> {
    const { questions, answers, feedback } = this.definition;
    const named = (prefix: string, items: Item[]): [string, string][] => items.map(({ html }, index) => [`${prefix}${index}`, html ?? ""]);
    const all = [...named("question-", questions), ...named("answer-", answers), ["feedback", feedback]] as [string, string][];
    return Object.fromEntries(all.map(([slot, markup]) => [slot, markup && `<div class="author">${markup}</div>`]));
  }

  protected override renderBlock(): TemplateResult {
    const { questions } = this.definition;
    const several = questions.length > 1;
    const answered = this.outcome.complete;
    const closed = this.left === 0 || this.host.context.readonly;
    const button = several ? (answered ? t("Change my answers") : t("Save my answers")) : answered ? t("Change my answer") : t("Save my answer");
    return html`<form novalidate @submit=${this.save}>
        <div class="questions ${several ? "several" : ""} ${this.table ? "table" : ""}">
          ${questions.map((question, index) => this.renderQuestion(question, index, closed))}
        </div>
        ${closed ? nothing : html`<button type="submit">${button}</button>`}
      </form>
      <div class="told" role="status" tabindex="-1">${answered ? this.renderTold() : nothing}</div>
      <p class="quiet">${t("What the others in your course answered is not shown here.")}</p>`;
  }

  private get left(): number | null {
    return submissionsLeft(this.definition, this.outcome.state.submissions);
  }

  /** Short answers of a survey: a row for each question, as in a table. */
  private get table(): boolean {
    const { questions, answers } = this.definition;
    return questions.length > 1 && answers.length <= BESIDE.answers && answers.every(({ text }) => text !== undefined && text.length <= BESIDE.letters);
  }

  private get chosen(): Chosen {
    const { definition } = this;
    const known = new Map(Object.entries(this.kind.chosen(definition, this.outcome.state.choice)));
    const all = definition.questions.map(({ id }): [string, string | undefined] => [id, this.draft.get(id) ?? known.get(id)]);
    return Object.fromEntries(all.filter((one): one is [string, string] => one[1] !== undefined));
  }

  private renderQuestion(question: Item, index: number, closed: boolean): TemplateResult {
    const chosen = new Map(Object.entries(this.chosen)).get(question.id);
    const error = this.complaining && chosen === undefined ? `error-${index}` : nothing;
    return html`<fieldset>
      <legend>${picture(question)}${question.html ? html`<slot name="question-${index}"></slot>` : picture(question) === nothing ? t("Your answer") : nothing}</legend>
      ${error === nothing ? nothing : html`<p class="error" id=${error}>⚠ ${t("Choose an answer first.")}</p>`}
      <div class="answers">
        ${this.definition.answers.map(
          (answer, place) => html`<label class="choice">
            <input type="radio" name="question-${index}" value=${answer.id} .checked=${answer.id === chosen} ?disabled=${closed}
              aria-describedby=${error} @change=${() => this.choose(question.id, answer.id)} />
            <span>${picture(answer)}${answer.text === undefined ? html`<slot name="answer-${place}"></slot>` : html`<bdi>${answer.text}</bdi>`}</span>
          </label>`,
        )}
      </div>
    </fieldset>`;
  }

  private renderTold(): TemplateResult {
    const { left } = this;
    return html`<p class="word">✓ ${t("You have answered.")}</p>
      <p>${left === null
        ? t("You can change your answer as often as you like.")
        : left === 0 ? t("Your answer stays as it is.") : t("You can change your answer. Times left: {count}", { count: left })}</p>
      ${this.definition.feedback === "" ? nothing : html`<slot name="feedback"></slot>`}`;
  }

  private choose(question: string, answer: string): void {
    this.draft.set(question, answer);
    this.requestUpdate();
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    const { chosen } = this;
    this.complaining = Object.keys(chosen).length < this.definition.questions.length;
    this.requestUpdate();
    if (this.complaining) return this.focusOn(`fieldset:has(.error) input`);
    const submission = this.outcome.state.submissions + 1;
    const saved = this.send({ type: "answer", choice: this.kind.choice(chosen), submission });
    // The button goes with the last submission; the focus then moves on to what is said.
    await this.updateComplete;
    if (this.left === 0) await this.focusOn(".told");
    await saved;
  }

  private async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }
}

function picture({ picture: found }: Item): TemplateResult | typeof nothing {
  return found ? html`<img src=${found.src} alt=${found.alt} />` : nothing;
}

export const pollRules = rulesOf(poll);
export const surveyRules = rulesOf(survey);

export class PollElement extends AskElement<string> {
  protected override readonly kind = poll;
  protected override readonly rules = pollRules;
}

export class SurveyElement extends AskElement<Chosen> {
  protected override readonly kind = survey;
  protected override readonly rules = surveyRules;
}
