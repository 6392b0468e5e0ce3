/** Facts as learners see them: one question, then the facts of the country or trade they chose, each with source and date. */
import { html, nothing, type TemplateResult } from "lit";
import { BlockElement } from "../../frontend/block-element";
import { t } from "../../frontend/i18n";
import { OTHER, apply, choices, standing, type Action, type Definition, type Fact, type State } from "./rules";
import { styles } from "./styles";
import { dateWord, dayOf, isStale, languageWord, topics, webAddress } from "./words";

export class FactsElement extends BlockElement<Definition, State, Action> {
  static override styles = [BlockElement.styles, styles];

  protected override readonly rules = { rules: apply, standing };

  protected override wordRefusal(code: string): string {
    if (code === "unknown-pack") return t("This choice is no longer here. Please load the page again.");
    return t("Your choice could not be saved. Please load the page again.");
  }

  protected override authorHtml(): Record<string, string> {
    return { introduction: this.definition.introduction, otherwise: this.definition.otherwise.html };
  }

  protected override renderBlock(): TemplateResult {
    const offered = choices(this.definition);
    if (offered.length === 0) return html`<slot name="introduction"></slot><p class="quiet">${t("There are no facts here yet.")}</p>`;
    const chosen = offered.find(({ id }) => id === this.outcome.state.chosen);
    return html`<slot name="introduction"></slot>
      <fieldset ?disabled=${this.host.context.readonly} class=${chosen ? "answered" : ""}>
        <legend dir="auto">${this.definition.question}</legend>
        <div class="choices">${offered.map(({ id, title }) => this.renderChoice(id, title, id === chosen?.id))}</div>
      </fieldset>
      <div class="status" role="status">${chosen ? this.renderStatus(chosen.id, chosen.title) : nothing}</div>
      ${chosen ? this.renderChosen(chosen.id, chosen.title) : nothing}`;
  }

  private renderChoice(id: string, title: string, chosen: boolean): TemplateResult {
    return html`<label class="choice">
      <input type="radio" name="pack" value=${id} .checked=${chosen} @change=${() => this.send({ type: "choose", value: id })} />
      <span><bdi>${title}</bdi></span>
    </label>`;
  }

  /** What changed below, for who can't see it, and for everybody how much there is to read. */
  private renderStatus(id: string, title: string): TemplateResult {
    const facts = this.factsOf(id);
    const stale = facts.filter((fact) => isStale(fact, this.today)).length;
    return html`<p class="quiet">
      <bdi>${title}</bdi>.
      ${id === OTHER ? nothing : t("Facts shown: {count}.", { count: facts.length })}
      ${stale > 0 ? t("Facts that may have changed: {count}.", { count: stale }) : nothing}
    </p>`;
  }

  private renderChosen(id: string, title: string): TemplateResult {
    const level = this.headingLevel();
    return html`<section aria-labelledby="chosen">
      <div id="chosen" class="title" role="heading" aria-level=${level} dir="auto">${title}</div>
      ${id === OTHER ? html`<slot name="otherwise"></slot>` : nothing}
      ${topics(this.factsOf(id)).map(
        (topic) => html`<div class="topic" role="heading" aria-level=${Math.min(level + 1, 6)} dir="auto">${topic.title}</div>
          <ul class="facts" role="list">
            ${topic.facts.map((fact) => this.renderFact(fact))}
          </ul>`,
      )}
    </section>`;
  }

  private renderFact(fact: Fact): TemplateResult {
    const stale = isStale(fact, this.today);
    return html`<li class=${stale ? "fact stale" : "fact"} data-fact=${fact.id}>
      <p dir="auto">${fact.text}</p>
      ${fact.applies === "" ? nothing : html`<p class="chip"><bdi>${fact.applies}</bdi></p>`}
      ${stale ? this.renderStale(fact) : nothing}
      <p class="source quiet">${t("Source:")} ${this.renderSource(fact)}. ${t("Checked {date}.", { date: this.date(fact.checked) })}</p>
    </li>`;
  }

  private renderStale({ review }: Fact): TemplateResult {
    return html`<p class="note" role="note">
      <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true"><path d="M8 2 15 14H1L8 2Zm0 4.5v3.5m0 2v.2" /></svg>
      <span><strong>${t("This may have changed.")}</strong>
      ${t("It should have been checked again by {date}. Ask your coordinator before you rely on it.", { date: this.date(review) })}</span>
    </p>`;
  }

  private renderSource({ source, url, language }: Fact): TemplateResult {
    const address = webAddress(url);
    const word = languageWord(language, this.host.context.language);
    const title = html`<bdi>${source}</bdi>`;
    return html`${address === "" ? title : html`<a href=${address} hreflang=${language || nothing} target="_blank" rel="noopener">${title}</a>`}${word === "" ? nothing : html` ${t("(in {language})", { language: word })}`}`;
  }

  private factsOf(id: string): readonly Fact[] {
    return this.definition.packs.find((pack) => pack.id === id)?.facts ?? [];
  }

  private get today(): string {
    return dayOf(new Date());
  }

  private date(date: string): string {
    return dateWord(date, this.host.context.language);
  }
}
