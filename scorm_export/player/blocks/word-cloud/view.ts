/** The word cloud as learners see it: fields for words, then the learner's own words. */

import { css, html, nothing, type TemplateResult } from "lit";
import { BlockElement } from "../../../../frontend/block-element";
import { t } from "../../../../frontend/i18n";
import { type Action, codePoints, type Definition, LONGEST, rules, type State } from "./rules";

export class WordCloudElement extends BlockElement<Definition, State, Action> {
  static override styles = [
    BlockElement.styles,
    css`
      fieldset {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(14em, 100%), 1fr));
        gap: var(--s3) var(--s4);
        min-inline-size: 0;
        margin: 0 0 var(--s4);
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
        margin-block-end: var(--s2);
        font-weight: 600;
        white-space: pre-line;
      }
      input {
        display: block;
        inline-size: 100%;
        min-block-size: 44px;
        padding: var(--s2) var(--s3);
        border: 1px solid var(--border);
        border-radius: var(--radius);
        background: var(--surface);
      }
      input[aria-invalid="true"] {
        border: 2px solid var(--danger);
      }
      .error {
        color: var(--danger);
        font-weight: 600;
      }
      button {
        min-block-size: 44px;
        padding: var(--s2) var(--s4);
        border: 1px solid var(--primary);
        border-radius: var(--radius);
        background: var(--primary);
        color: var(--on-primary);
        cursor: pointer;
      }
      button:hover {
        text-decoration: underline;
      }
      .told {
        margin-block: var(--s4);
      }
      .word {
        color: var(--ok);
        font-weight: 650;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2) var(--s3);
        margin: var(--s3) 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: var(--s1) var(--s4);
        border: 1px solid var(--border);
        border-radius: var(--radius);
        background: var(--surface);
        font-size: 1.2em;
      }
      .instructions {
        margin-block-end: var(--s3);
        font-weight: 600;
        white-space: pre-line;
      }
      @media (forced-colors: active) {
        button {
          border-color: ButtonText;
          background: ButtonFace;
          color: ButtonText;
        }
      }
    `,
  ];
  protected override readonly rules = rules;
  /** Words as typed, by the place of their field. */
  private readonly typed: string[] = [];
  private complaining = false;

  protected override wordRefusal(code: string): string {
    if (code === "too-large") return t("Your LMS has no room for these words. Write shorter ones.");
    return t("Your words could not be saved. Load the page again.");
  }

  protected override renderBlock(): TemplateResult {
    const { submitted } = this.outcome.state;
    return html`${submitted ? this.renderInstructions() : this.renderForm()}
      <div class="told" role="status" tabindex="-1">${submitted ? this.renderWords() : nothing}</div>
      <p class="quiet">${t("What the others in your course wrote is not shown here.")}</p>`;
  }

  private renderInstructions(): TemplateResult | typeof nothing {
    const { instructions } = this.definition;
    return instructions === "" ? nothing : html`<p class="instructions" dir="auto">${instructions}</p>`;
  }

  private renderForm(): TemplateResult {
    const { instructions, inputs } = this.definition;
    const { readonly } = this.host.context;
    return html`<form novalidate @submit=${this.save}>
      <fieldset ?disabled=${readonly}>
        <legend dir="auto">${instructions === "" ? t("Your words") : instructions}</legend>
        ${Array.from({ length: inputs }, (_, index) => this.renderField(index))}
      </fieldset>
      ${readonly ? nothing : html`<button type="submit">${t("Save my words")}</button>`}
    </form>`;
  }

  private renderField(index: number): TemplateResult {
    const error = this.errorOf(index);
    return html`<div>
      <label for="word-${index}">${t("Word {number}", { number: index + 1 })}</label>
      <input type="text" id="word-${index}" dir="auto" autocomplete="off" .value=${this.typed[index] ?? ""}
        aria-invalid=${error === "" ? "false" : "true"} aria-describedby="error-${index}" @input=${(event: InputEvent) => this.type(index, event)} />
      <p id="error-${index}" class="error">${error === "" ? nothing : `⚠ ${error}`}</p>
    </div>`;
  }

  private renderWords(): TemplateResult {
    const words = Object.values(this.outcome.state.words);
    return html`<p class="word">✓ ${t("You have answered.")}</p>
      ${words.length === 0 ? nothing : html`<ul role="list" aria-label=${t("Your words")}>${words.map((word) => html`<li><bdi>${word}</bdi></li>`)}</ul>`}`;
  }

  private errorOf(index: number): string {
    const over = codePoints((this.typed[index] ?? "").trim()) - LONGEST;
    if (over > 0) return t("Too long. Characters to take away: {count}", { count: over });
    return this.complaining && index === 0 && this.empty ? t("Write at least one word.") : "";
  }

  private get empty(): boolean {
    return Array.from({ length: this.definition.inputs }, (_, index) => this.typed[index] ?? "").every((word) => word.trim() === "");
  }

  private type(index: number, event: InputEvent): void {
    this.typed[index] = (event.target as HTMLInputElement).value;
    this.requestUpdate();
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    const words = Array.from({ length: this.definition.inputs }, (_, index) => this.typed[index] ?? "");
    this.complaining = true;
    this.requestUpdate();
    await this.updateComplete;
    const wrong = this.renderRoot.querySelector<HTMLElement>("[aria-invalid='true']");
    if (wrong) return wrong.focus();
    const saved = this.send({ type: "words", words });
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".told")?.focus();
    await saved;
  }
}
