/** The annotated text as learners see it: passages with a button each, and one that shows every comment. */

import { html, nothing, type TemplateResult } from "lit";
import { BlockElement } from "../../../../frontend/block-element";
import { t } from "../../../../frontend/i18n";
import { type Passage, passagesIn } from "./passages";
import { type Action, type Definition, rules, type State } from "./rules";
import { styles, stylePassages } from "./styles";

export class AnnotatableElement extends BlockElement<Definition, State, Action> {
  static override styles = [BlockElement.styles, styles];
  protected override readonly rules = rules;
  private passages: Passage[] | undefined;

  protected override wordRefusal(): string {
    return "";
  }

  protected override authorHtml(): Record<string, string> {
    const { instructions, text } = this.definition;
    const framed = (markup: string): string => markup && `<div class="author">${markup}</div>`;
    return { instructions: framed(instructions), text: framed(text) };
  }

  protected override renderBlock(): TemplateResult {
    const { instructions, comments } = this.definition;
    return html`${instructions === "" ? nothing : html`<details open><summary>${t("Instructions")}</summary><slot name="instructions"></slot></details>`}
      <slot name="text"></slot>
      ${comments.length === 0
        ? nothing
        : html`<button type="button" @click=${this.turnAll}>${this.allOpen ? t("Hide all comments") : t("Show all comments")}</button>`}`;
  }

  protected override updated(): void {
    super.updated();
    const text = this.querySelector<HTMLElement>(':scope > [slot="text"]');
    if (this.passages || !text) return;
    stylePassages(this.getRootNode() as Document | ShadowRoot);
    this.passages = passagesIn(text, this.definition.comments, () => this.requestUpdate());
  }

  private get allOpen(): boolean {
    return (this.passages?.length ?? 0) > 0 && this.passages!.every(({ open }) => open);
  }

  private turnAll(): void {
    const open = !this.allOpen;
    for (const passage of this.passages ?? []) passage.open = open;
    this.requestUpdate();
  }
}
