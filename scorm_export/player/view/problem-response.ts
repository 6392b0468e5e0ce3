/** One response of a problem as native form controls; label, descriptions, error and result are tied to them. */

import { html, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { t } from "../../../frontend/i18n";
import { type Complaint, gradeResponse, isChoice, longestAnswer } from "../graders";
import type { Answer } from "../learner";
import type { Choice, ChoiceResponse, Response } from "../package";
import { icon } from "./icons";

export interface ResponseView {
  response: Response;
  /** Prefix for ids in the page. */
  id: string;
  answer: Answer | undefined;
  complaint: Complaint | undefined;
  /** The answer this result belongs to; undefined before a submission or after a change. */
  checked: Answer | undefined;
  disabled: boolean;
  /** In the order they are shown in. */
  choices: readonly Choice[];
  /** Shown after the control. */
  more?: TemplateResult;
  change: (answer: Answer) => void;
}

/** What each complaint means for the learner. */
export function complaintText(complaint: Complaint, response: Response): string {
  if (complaint === "not-loaded") return t("This activity did not load. Open this page again to try once more.");
  if (complaint === "not-a-formula") return t("Write a formula with the names from the question, for example 2*x+1.");
  if (complaint === "too-long") return t("Your answer is too long. Use at most {count} characters.", { count: longestAnswer(response) });
  if (complaint === "not-a-number") {
    return t("Write a number with digits and a point, for example 3.5. A comma does not work here.");
  }
  return isChoice(response) || response.kind === "image" ? t("Choose an answer first.") : t("Write your answer first.");
}

export function responseView(view: ResponseView): TemplateResult {
  const { response } = view;
  const body = response.kind === "single" || response.kind === "multiple" ? choices(view, response) : field(view);
  return html`<div class="response">${body}${result(view)}</div>`;
}

export function textView(markup: string): TemplateResult {
  return html`<div class="author">${unsafeHTML(markup)}</div>`;
}

/** A group of controls under one heading. */
export function group(view: ResponseView, controls: unknown): TemplateResult {
  return html`<fieldset aria-describedby=${describedBy(view)}><legend>${label(view)}</legend>${aside(view)}${controls}</fieldset>`;
}

function choices(view: ResponseView, response: ChoiceResponse): TemplateResult {
  const type = response.kind === "single" ? "radio" : "checkbox";
  const chosen = typeof view.answer === "string" ? [view.answer] : (view.answer ?? []);
  const choose = (id: string, on: boolean): void => {
    const others = chosen.filter((each) => each !== id);
    view.change(type === "radio" ? id : on ? [...others, id] : others);
  };
  return group(view, view.choices.map((choice, index) => html`<label class="choice">
        <input type=${type} id=${`${view.id}-${index}`} name=${view.id} value=${choice.id}
          .checked=${chosen.includes(choice.id)} ?disabled=${view.disabled}
          aria-describedby=${view.complaint ? `${view.id}-error` : nothing}
          @change=${(event: { target: HTMLInputElement }) => choose(choice.id, event.target.checked)} />
        <span>${unsafeHTML(choice.html)}</span>
      </label>`));
}

function field(view: ResponseView): TemplateResult {
  return html`<label class="label" for=${`${view.id}-0`}>${label(view)}</label>${aside(view)}${control(view)}${view.more}`;
}

/** A dropdown or a field to write in. */
export function control(view: ResponseView, name?: string): TemplateResult {
  return view.response.kind === "dropdown" ? dropdown(view, name) : textbox(view, name);
}

function dropdown(view: ResponseView, name?: string): TemplateResult {
  return html`<select aria-label=${name ?? nothing} id=${`${view.id}-0`} aria-describedby=${describedBy(view)} aria-invalid=${view.complaint ? "true" : "false"}
    ?disabled=${view.disabled} @change=${(event: { target: HTMLSelectElement }) => view.change(event.target.value)}>
    <option value="" ?selected=${!view.answer}>${t("Choose …")}</option>
    ${view.choices.map(({ id, html: text }) => html`<option value=${id} ?selected=${view.answer === id}>${plain(text)}</option>`)}
  </select>`;
}

function textbox(view: ResponseView, name?: string): TemplateResult {
  const { kind, suffix } = view.response;
  const input = html`<input type="text" aria-label=${name ?? nothing} id=${`${view.id}-0`} .value=${String(view.answer ?? "")}
    inputmode=${kind === "number" ? "decimal" : nothing} autocomplete="off" autocapitalize="off" spellcheck="false"
    dir=${kind === "text" ? "auto" : "ltr"}
    aria-describedby=${describedBy(view)} aria-invalid=${view.complaint ? "true" : "false"} ?disabled=${view.disabled}
    @input=${(event: { target: HTMLInputElement }) => view.change(event.target.value)} />`;
  return suffix ? html`<span class="with-suffix">${input} <span id=${`${view.id}-suffix`}>${suffix}</span></span>` : input;
}

export function label({ response }: ResponseView): unknown {
  return response.label === "" ? t("Your answer") : unsafeHTML(response.label);
}

/** Descriptions and, when there is one, the error: above the controls, where they are read first. */
export function aside(view: ResponseView): TemplateResult {
  const { descriptions } = view.response;
  return html`
    ${descriptions.length > 0
      ? html`<div class="description" id=${`${view.id}-about`}>${descriptions.map((each) => html`<p>${unsafeHTML(each)}</p>`)}</div>`
      : nothing}
    ${view.complaint
      ? html`<p class="error" id=${`${view.id}-error`}>${icon("warn")} ${complaintText(view.complaint, view.response)}</p>`
      : nothing}
  `;
}

export function describedBy(view: ResponseView): string | typeof nothing {
  const ids = [
    ...(view.response.descriptions.length > 0 ? [`${view.id}-about`] : []),
    ...(view.response.suffix ? [`${view.id}-suffix`] : []),
    ...(view.complaint ? [`${view.id}-error`] : []),
    ...(view.checked === undefined ? [] : [`${view.id}-result`]),
  ];
  return ids.length > 0 ? ids.join(" ") : nothing;
}

export function result(view: ResponseView): TemplateResult | typeof nothing {
  if (view.checked === undefined) return nothing;
  const { correct, partial, feedback } = gradeResponse(view.response, view.checked);
  const [state, mark] = correct ? ["right", "check"] as const : partial?.[0] ? ["partly", "part"] as const : ["wrong", "cross"] as const;
  return html`<div class="result ${state}" id=${`${view.id}-result`}>
    <p class="word">${icon(mark)} ${wordFor(correct, state === "partly")}</p>
    ${feedback.map(textView)}
  </div>`;
}

export function wordFor(correct: boolean | undefined, partly: boolean): string {
  return correct ? t("Right") : partly ? t("Partly right") : t("Not right yet");
}

/** Options of a dropdown hold text only. */
export function plain(markup: string): string {
  return new DOMParser().parseFromString(markup, "text/html").body.textContent?.trim() ?? "";
}
