/** The checklist as learners see it: readiness, the steps as a list or along a timeline, a private note per step. */
import { html, nothing, type TemplateResult } from "lit";
import { BlockElement } from "../../frontend/block-element";
import { t } from "../../frontend/i18n";
import { clockIcon, ownerIcon, statusIcon } from "./icons";
import {
  NOTE_LIMIT,
  STATUSES,
  answerOf,
  apply,
  codePoints,
  standing,
  statusOf,
  type Action,
  type Definition,
  type Item,
  type State,
  type Status,
} from "./rules";
import { styles } from "./styles";
import { dueWord, ownerWord, refusalWord, statusWord, timeline } from "./words";

/** Notes go off when the learner pauses this long (milliseconds), leaves the field or the page. */
const PAUSE = 1000;

export class ChecklistElement extends BlockElement<Definition, State, Action> {
  static override styles = [BlockElement.styles, styles];

  protected override readonly rules = { rules: apply, standing };
  /** Notes as typed, until they are sent. */
  private readonly drafts = new Map<string, string>();
  private pause = 0;

  protected override wordRefusal(code: string): string {
    return refusalWord(code);
  }

  protected override authorHtml(): Record<string, string> {
    return { introduction: this.definition.introduction };
  }

  protected override flush(): void {
    clearTimeout(this.pause);
    for (const [id, value] of this.drafts) {
      if (codePoints(value) > NOTE_LIMIT) continue;
      this.drafts.delete(id);
      if (value !== this.noteOf(id)) void this.send({ type: "note", item: id, value });
    }
    this.requestUpdate();
  }

  protected override renderBlock(): TemplateResult {
    const { items, presentation } = this.definition;
    if (items.length === 0) return html`<slot name="introduction"></slot><p class="quiet">${t("There are no steps here yet.")}</p>`;
    return html`<slot name="introduction"></slot>
      ${this.renderReadiness()} ${presentation === "timeline" ? this.renderTimeline() : this.renderItems(items, true)}`;
  }

  private renderReadiness(): TemplateResult {
    const { state, completion } = this.outcome;
    const score = this.outcome.score ?? 0;
    const needed = this.definition.items.filter((item) => item.required && statusOf(state, item.id) !== "not_needed");
    const done = needed.filter((item) => statusOf(state, item.id) === "done").length;
    return html`<div class="readiness">
      <p role="status">
        <strong>${t("Ready: {percent} %", { percent: percent(score) })}</strong>
        <span>${t("Required steps done: {done} of {needed}", { done, needed: needed.length })}</span>
      </p>
      <progress max="1000" value=${score} aria-label=${t("Readiness")}></progress>
      ${completion > score
        ? html`<p class="quiet">${t("You had reached {percent} %. Your course keeps that as your progress.", { percent: percent(completion) })}</p>`
        : nothing}
    </div>`;
  }

  private renderTimeline(): TemplateResult {
    const level = this.headingLevel();
    const groups = timeline(this.definition.items, (due) => this.due(due));
    return html`<ol class="timeline" role="list">
      ${groups.map(
        (group) => html`<li>
          <div class="when" role="heading" aria-level=${level}>${group.title}</div>
          ${this.renderItems(group.items, false)}
        </li>`,
      )}
    </ol>`;
  }

  private renderItems(items: readonly Item[], dated: boolean): TemplateResult {
    return html`<ul class="items" role="list">
      ${items.map((item) => this.renderItem(item, dated))}
    </ul>`;
  }

  private renderItem(item: Item, dated: boolean): TemplateResult {
    const status = statusOf(this.outcome.state, item.id);
    return html`<li class="item" data-item=${item.id} data-status=${status}>
      <fieldset ?disabled=${this.host.context.readonly} aria-describedby="about-${item.id}">
        <legend dir="auto">${item.text}</legend>
        <div id="about-${item.id}">
          ${item.help === "" ? nothing : html`<p class="quiet" dir="auto">${item.help}</p>`}
          <ul class="chips" role="list">
            <li>${ownerIcon(item.owner)}${ownerWord(item.owner)}</li>
            <li class=${item.required ? "required" : ""}>${item.required ? t("Required") : t("Optional")}</li>
            ${dated && item.due !== null ? html`<li>${clockIcon()}${this.due(item.due)}</li>` : nothing}
          </ul>
        </div>
        <div class="choices">${STATUSES.map((one) => this.renderChoice(item, one, one === status))}</div>
      </fieldset>
      ${this.renderNote(item)}
    </li>`;
  }

  private renderChoice(item: Item, status: Status, chosen: boolean): TemplateResult {
    return html`<label class="choice ${status}">
      <input
        type="radio"
        name="status-${item.id}"
        value=${status}
        .checked=${chosen}
        @change=${() => this.send({ type: "status", item: item.id, value: status })}
      />
      <span>${statusIcon(status)}${statusWord(status)}</span>
    </label>`;
  }

  private renderNote({ id }: Item): TemplateResult {
    const note = this.drafts.get(id) ?? this.noteOf(id);
    const over = codePoints(note) - NOTE_LIMIT;
    return html`<details>
      <summary>${this.noteOf(id) === "" ? t("Add a note") : t("Your note")}</summary>
      <label for="note-${id}">${t("Your note. It is in no report. Your teacher and the people who run your learning system could read it.")}</label>
      <textarea
        id="note-${id}"
        dir="auto"
        rows="3"
        .value=${note}
        ?readonly=${this.host.context.readonly}
        aria-invalid=${over > 0}
        aria-describedby="limit-${id}"
        @input=${(event: InputEvent) => this.draft(id, (event.target as HTMLTextAreaElement).value)}
        @change=${() => this.flush()}
      ></textarea>
      <p id="limit-${id}" class=${over > 0 ? "over" : "quiet"} role="status">
        ${over > 0 ? t("Too long to be saved. Characters to take away: {count}", { count: over }) : nothing}
      </p>
    </details>`;
  }

  private draft(id: string, value: string): void {
    this.drafts.set(id, value);
    clearTimeout(this.pause);
    this.pause = window.setTimeout(() => this.flush(), PAUSE);
    this.requestUpdate();
  }

  private noteOf(id: string): string {
    return answerOf(this.outcome.state, id).note ?? "";
  }

  private due(due: number | null): string {
    const { departure, language } = this.host.context;
    return dueWord(due, departure, language);
  }
}

/** Whole percent of a per mille value, halves up. */
function percent(perMille: number): number {
  return Math.floor((perMille + 5) / 10);
}
