/** "Report my progress to my coordinator": the claim code, what is reported about me, stop, not me. Never in the way. */

import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { App } from "../app";
import type { ClaimResult } from "../bridge/answers";
import type { Reporter } from "../bridge/reporter";
import { define, PlayerElement } from "./element";
import { icon } from "./icons";
import { mineView } from "./mine";
import "./receipt";

type Message = ClaimResult | "stopped" | "stopped-untold";

function messageText(message: Message): string {
  switch (message) {
    case "claimed":
      return t("Your progress is now reported to your coordinator.");
    case "mistyped":
      return t("This code has a typing mistake. Compare it with your paper, letter by letter.");
    case "unknown":
      return t("This code is not valid. Ask your coordinator for a new one.");
    case "not-enrolled":
      return t("Your code is right, but it is not for this course. Ask your coordinator.");
    case "later":
      return t("Too many codes were tried from here. Wait 15 minutes, then try again.");
    case "network":
      return t("Your coordinator's server can't be reached at the moment. Try again later; your work is saved in your LMS.");
    case "stopped":
      return t("Reporting has stopped. What was reported before stays with your coordinator.");
    case "stopped-untold":
      return t("Nothing more is reported from here. Your coordinator's server could not be told so at the moment.");
  }
}

export class PlayerReporting extends PlayerElement {
  static override properties = {
    version: {},
    compact: { type: Boolean },
    busy: { state: true },
    message: { state: true },
    mine: { state: true },
  };
  declare app: App;
  declare reporter: Reporter;
  /** Changes whenever the reporter's state does. */
  declare version: string;
  /** The card above the course; otherwise the whole page. */
  declare compact: boolean;
  declare private busy: boolean;
  declare private message: Message | null;
  declare private mine: unknown;

  constructor() {
    super();
    this.busy = false;
    this.message = null;
    this.mine = undefined;
  }

  override render(): TemplateResult {
    return html`<div class="card reporting">
      ${this.reporter.choice === "reporting" ? this.running() : this.form()}
      <div role="status">${this.message ? html`<p class="message">${messageText(this.message)}</p>` : nothing}</div>
      ${this.receipt()}
    </div>`;
  }

  /** On paper, for a network that is closed: only where there is work that is kept. */
  private receipt(): TemplateResult | typeof nothing {
    const { session } = this.app;
    if (!session.keeps || session.readonly) return nothing;
    const closed = this.message === "network" || this.reporter.offline;
    const offered = closed || (!this.compact && this.reporter.choice !== "reporting");
    return html`<player-receipt .app=${this.app} .reporter=${this.reporter} ?offered=${offered}></player-receipt>`;
  }

  private form(): TemplateResult {
    const wrong = this.message !== null && ["mistyped", "unknown"].includes(this.message);
    return html`<form @submit=${this.claim} novalidate>
      ${this.compact ? html`<h2 class="card-title">${t("Report my progress to my coordinator")}</h2>` : nothing}
      ${this.reporter.choice === "ended"
        ? html`<p class="notice">${icon("note")} ${t("Your coordinator's record no longer takes reports from here. Your work in the LMS is not affected.")}</p>`
        : nothing}
      <p id="claim-about">${t("You got a code from your coordinator. With it your progress, results and checks are reported to them. Your notes and answers never leave this course.")}</p>
      <label class="label" for="claim-code">${t("Code")}</label>
      <div class="actions">
        <input id="claim-code" type="text" dir="ltr" placeholder="7KQ4-M2XP-9DE" autocomplete="off" autocapitalize="characters"
          spellcheck="false" maxlength="24" aria-describedby="claim-about" aria-invalid=${wrong ? "true" : "false"} />
        <button type="submit" class="primary" aria-disabled=${this.busy ? "true" : "false"}>${t("Report my progress")}</button>
        ${this.compact ? html`<button type="button" @click=${() => this.reporter.skip()}>${t("Not now")}</button>` : nothing}
      </div>
    </form>`;
  }

  private running(): TemplateResult {
    return html`
      <p>${icon("check")} ${t("Your progress is reported to your coordinator. Your notes and answers never leave this course.")}</p>
      <div class="actions">
        <button type="button" @click=${this.showMine}>${t("What is reported about me")}</button>
        <button type="button" @click=${this.stop}>${t("Stop reporting")}</button>
        <button type="button" @click=${this.notMe}>${t("This is not me")}</button>
      </div>
      <p class="muted">${t("\"This is not me\" removes the code from this course. Choose it when somebody else's code was entered here.")}</p>
      ${this.mine === undefined ? nothing : mineView(this.mine)}
    `;
  }

  private async claim(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.message = null;
    const field = this.querySelector<HTMLInputElement>("#claim-code");
    this.message = await this.reporter.claim(field?.value ?? "").catch(() => "network" as const);
    this.busy = false;
    if (this.message === "claimed") this.app.announce(messageText("claimed"));
    else field?.focus();
  }

  private async showMine(): Promise<void> {
    const answer = await this.reporter.mine();
    this.mine = answer.ok ? answer.body : null;
    if (!answer.ok) this.message = "network";
  }

  private async stop(): Promise<void> {
    this.mine = undefined;
    this.message = (await this.reporter.stop()) ? "stopped" : "stopped-untold";
  }

  private notMe(): void {
    this.mine = undefined;
    this.message = null;
    this.reporter.notMe();
  }
}

define("player-reporting", PlayerReporting);
