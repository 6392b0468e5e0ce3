/** "Get a receipt": results on paper, for a learner whose network is closed to the coordinator's record. */

import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { App } from "../app";
import { readClaimCode } from "../bridge/claim-code";
import type { Receipt, Sheet } from "../bridge/receipt";
import type { Reporter } from "../bridge/reporter";
import type { Outline } from "../package";
import { define, PlayerElement } from "./element";
import { percent } from "./figures";

export class PlayerReceipt extends PlayerElement {
  static override properties = {
    offered: { type: Boolean },
    open: { state: true },
    mistyped: { state: true },
    sheet: { state: true },
  };
  declare app: App;
  declare reporter: Reporter;
  /** False: nothing is shown that was not open before. */
  declare offered: boolean;
  declare private open: boolean;
  declare private mistyped: boolean;
  declare private sheet: Sheet | null;

  constructor() {
    super();
    this.offered = false;
    this.open = false;
    this.mistyped = false;
    this.sheet = null;
  }

  override render(): TemplateResult | typeof nothing {
    if (this.sheet) return this.paper(this.sheet);
    if (!this.open && !this.offered) return nothing;
    return html`<div class="receipt">
      <h3>${t("Results on paper")}</h3>
      <p>${t("Is your coordinator's server blocked here? With a receipt you can bring them your results.")}</p>
      ${this.open
        ? this.form()
        : html`<button type="button" class="receipt-open" @click=${this.begin}>${t("Get a receipt")}</button>`}
    </div>`;
  }

  private form(): TemplateResult {
    return html`<form @submit=${this.submit} novalidate>
      <label class="label" for="receipt-code">${t("Code for the receipt")}</label>
      <p id="receipt-about" class="muted">${t("Type the code from your card. It makes the receipt and is not stored.")}</p>
      <div class="actions">
        <input id="receipt-code" type="text" dir="ltr" placeholder="7KQ4-M2XP-9DE" autocomplete="off" autocapitalize="characters"
          spellcheck="false" maxlength="24" aria-describedby="receipt-about receipt-wrong" aria-invalid=${this.mistyped ? "true" : "false"} />
        <button type="submit" class="primary">${t("Show my receipt")}</button>
        <button type="button" @click=${this.close}>${t("Cancel")}</button>
      </div>
      <div id="receipt-wrong" role="status">${this.mistyped
        ? html`<p class="message">${t("This code has a typing mistake. Compare it with your paper, letter by letter.")}</p>`
        : nothing}</div>
    </form>`;
  }

  private paper({ day, receipts }: Sheet): TemplateResult {
    const { outline } = this.app.session;
    return html`<div class="receipt receipt-sheet">
      <h3 tabindex="-1">${t("Receipt for your coordinator")}</h3>
      <p>${t("Give this to your coordinator. It shows your results on {day}. It contains no name.", { day: longDay(day) })}</p>
      <p>${t("They need your code, too: bring your card, but do not write the code on this paper.")}</p>
      <p>${t("Course: {title}", { title: outline.title })} <bdi dir="ltr">(${this.reporter.package})</bdi></p>
      <ul class="receipts">${receipts.map((receipt) => this.line(receipt))}</ul>
      <div class="actions">
        <button type="button" class="primary" @click=${() => window.print()}>${t("Print")}</button>
        <button type="button" @click=${this.close}>${t("Close the receipt")}</button>
      </div>
    </div>`;
  }

  private line({ lineitem, perMille, text }: Receipt): TemplateResult {
    const name = nameOf(lineitem, this.app.session.outline);
    return html`<li><span class="receipt-what">${name}: ${percent(perMille)}</span> <span class="receipt-signs"><bdi dir="ltr">${text}</bdi></span></li>`;
  }

  /** A code that was just typed to claim with is not asked for again. */
  private async begin(): Promise<void> {
    this.open = true;
    const typed = this.closest("player-reporting")?.querySelector<HTMLInputElement>("#claim-code")?.value ?? "";
    if (readClaimCode(typed)) return this.show(typed);
    await this.updateComplete;
    this.querySelector<HTMLElement>("#receipt-code")?.focus();
  }

  private submit(event: Event): void {
    event.preventDefault();
    void this.show(this.querySelector<HTMLInputElement>("#receipt-code")?.value ?? "");
  }

  private async show(typed: string): Promise<void> {
    this.sheet = this.reporter.receipts(typed);
    this.mistyped = this.sheet === null;
    await this.updateComplete;
    this.querySelector<HTMLElement>(this.sheet ? "h3" : "#receipt-code")?.focus();
  }

  private async close(): Promise<void> {
    this.sheet = null;
    this.open = false;
    this.mistyped = false;
    await this.updateComplete;
    const back = this.querySelector<HTMLElement>(".receipt-open") ?? document.getElementById("heading");
    back?.focus();
  }
}

/** What the learner calls it: a check by the title of its part of the course. */
function nameOf(lineitem: string, outline: Outline): string {
  if (lineitem === "progress") return t("Progress");
  if (lineitem === "grade") return t("Grade");
  const id = lineitem.slice("gate:".length);
  const block = outline.gates.find((gate) => gate.id === id)?.block ?? "";
  return t("Check: {name}", { name: titleOf(block, outline) ?? id });
}

function titleOf(block: string, { sections }: Outline): string | undefined {
  const subsections = sections.flatMap((section) => section.subsections);
  const units = subsections.flatMap((subsection) => subsection.units);
  const named = [...sections, ...subsections, ...units, ...units.flatMap((unit) => unit.leaves)];
  return named.find(({ id }) => id === block)?.title;
}

/** Written so that nobody can misread it, as the record counts days: 14 March 2027. */
function longDay(day: Date): string {
  const language = document.documentElement.lang;
  return day.toLocaleDateString(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" });
}

define("player-receipt", PlayerReceipt);
