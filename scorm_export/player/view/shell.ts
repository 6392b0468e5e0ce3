/** The page around the course: header, sidebar, the open unit, previous and next. */

import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { t } from "../../../frontend/i18n";
import type { App } from "../app";
import type { Place } from "../outline";
import { define, PlayerElement } from "./element";
import { icon } from "./icons";
import { bringIntoSight } from "./in-sight";
import { notices } from "./notices";
import { outlineView } from "./outline-view";
import { statusLine } from "./status-line";
import { failedView, lockedView, unitView } from "./unit-view";

export class PlayerShell extends PlayerElement {
  static override properties = { menuOpen: { state: true } };
  declare app: App;
  /** The outline on a phone; on a wide screen it is always there. */
  declare menuOpen: boolean;
  /** Which unit the outline was last scrolled to, and whether it was open then. */
  private inSight = "";

  constructor() {
    super();
    this.menuOpen = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.app.onchange = () => this.requestUpdate();
    this.app.onmove = () => void this.focusHeading();
  }

  override render(): TemplateResult {
    const { app } = this;
    return html`
      <a class="skip" href="#page" @click=${this.skip}>${t("Skip to the content")}</a>
      <header class="top">${this.header()}</header>
      <div class="columns ${this.menuOpen ? "menu-open" : ""}">
        <nav id="contents" class="sidebar" aria-label=${t("Contents")} @keydown=${this.keys}>
          ${outlineView(app)} ${app.reporter ? this.reportingLink() : nothing}
        </nav>
        <main id="page" tabindex="-1"><div class="column">${notices(app)} ${this.reportingCard()} ${this.main()}</div></main>
      </div>
      <div class="unseen" role="status" aria-live="polite">${app.announcement}</div>
    `;
  }

  protected override updated(): void {
    const title = this.app.session.outline.title;
    document.title = [this.heading(), title].join(" – ");
    const wanted = `${this.menuOpen} ${this.app.page.place.unit.id}`;
    if (wanted !== this.inSight) bringIntoSight(this.querySelector<HTMLElement>("#contents")!);
    this.inSight = wanted;
  }

  private header(): TemplateResult {
    const { outline, standing } = this.app.session;
    const percent = Math.floor(standing.progress / 10);
    return html`
      <button type="button" class="menu" aria-expanded=${this.menuOpen ? "true" : "false"} aria-controls="contents"
        @click=${() => (this.menuOpen = !this.menuOpen)}>${icon("menu")} ${t("Contents")}</button>
      <h1 lang=${outline.language} dir=${outline.direction}>${outline.title}</h1>
      <div class="progress">
        <label for="course-progress">${t("Progress: {percent} %", { percent })}</label>
        <progress id="course-progress" max="1000" value=${standing.progress}></progress>
      </div>
      ${statusLine(this.app)}
    `;
  }

  private heading(): string {
    return this.app.page.kind === "reporting" ? t("Report my progress to my coordinator") : this.app.page.place.unit.title;
  }

  private main(): TemplateResult {
    const { page, session } = this.app;
    const ofCourse = page.kind !== "reporting";
    return html`
      <h2 id="heading" tabindex="-1" lang=${ofCourse ? session.outline.language : nothing} dir=${ofCourse ? session.outline.direction : nothing}>${this.heading()}</h2>
      ${keyed(page.place.unit.id + page.kind, this.body())}
      ${this.steps()}
    `;
  }

  private body(): TemplateResult | typeof nothing {
    const { app } = this;
    const { page } = app;
    if (page.kind === "unit") return unitView(app, page);
    if (page.kind === "locked") return lockedView(app, page.gate);
    if (page.kind === "failed") return failedView(app);
    if (page.kind === "reporting") return this.reporting(false);
    return html`<div class="shape" aria-hidden="true"><span></span><span></span><span></span></div>`;
  }

  private steps(): TemplateResult {
    const { app } = this;
    if (app.page.kind === "reporting") {
      return html`<div class="steps"><button type="button" @click=${() => void app.open(app.page.place)}>${icon("back")} ${t("Back to the course")}</button></div>`;
    }
    const [before, after] = [app.beside(-1), app.beside(1)];
    return html`<nav class="steps" aria-label=${t("Previous and next page")}>
      ${before ? this.step(before, "back") : html`<span></span>`}
      ${after ? this.step(after, "next") : html`<p class="end">${t("This is the last page.")}</p>`}
    </nav>`;
  }

  private step(place: Place, direction: "back" | "next"): TemplateResult {
    const { outline } = this.app.session;
    const locked = this.app.session.lock(place) ? html`<span class="mark">${icon("lock")} ${t("Locked")}</span>` : nothing;
    const word = direction === "next" ? t("Next") : t("Back");
    return html`<button type="button" class=${direction === "next" ? "primary" : ""} @click=${() => void this.app.open(place)}>
      ${direction === "back" ? icon("back") : nothing}
      <span class="step-text"><span>${word} ${locked}</span><span class="step-title" lang=${outline.language} dir=${outline.direction}>${place.unit.title}</span></span>
      ${direction === "next" ? icon("next") : nothing}
    </button>`;
  }

  private reportingCard(): TemplateResult | typeof nothing {
    const { reporter, page, session } = this.app;
    const asking = reporter?.choice === "asking" && page.kind !== "reporting" && !session.readonly && session.keeps;
    return asking ? this.reporting(true) : nothing;
  }

  private reporting(compact: boolean): TemplateResult | typeof nothing {
    const { reporter, session } = this.app;
    if (!reporter) return nothing;
    const version = `${reporter.choice} ${reporter.waiting} ${reporter.offline} ${session.keeps}`;
    return html`<player-reporting .app=${this.app} .reporter=${reporter} .version=${version} ?compact=${compact}></player-reporting>`;
  }

  private reportingLink(): TemplateResult {
    return html`<button type="button" class="unit-link report-link" @click=${() => this.app.openReporting()}>
      ${icon("send")} <span>${t("Report my progress to my coordinator")}</span>
    </button>`;
  }

  private keys(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.menuOpen) return;
    this.menuOpen = false;
    this.querySelector<HTMLElement>(".menu")?.focus();
  }

  private skip(event: Event): void {
    event.preventDefault();
    this.querySelector<HTMLElement>("#page")?.focus();
  }

  private async focusHeading(): Promise<void> {
    this.menuOpen = false;
    await this.updateComplete;
    const heading = this.querySelector<HTMLElement>("#heading");
    heading?.focus();
    heading?.scrollIntoView({ block: "start" });
  }
}

define("player-shell", PlayerShell);
