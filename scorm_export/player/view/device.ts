/** Without an LMS: may this device keep the learner's work, and how to take it off again (contract 8). */

import { html, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { App } from "../app";
import { Device } from "../lms/device";
import { define, PlayerElement } from "./element";
import { icon } from "./icons";

export class PlayerDevice extends PlayerElement {
  static override properties = { keeps: { type: Boolean }, failed: { state: true }, asking: { state: true } };
  declare app: App;
  /** Whether the work is kept here; changes when the learner decides. */
  declare keeps: boolean;
  declare private failed: boolean;
  /** The learner wants the work removed and is asked once more. */
  declare private asking: boolean;

  constructor() {
    super();
    this.failed = false;
    this.asking = false;
  }

  override render(): TemplateResult {
    if (this.keeps) return this.kept();
    const { lms } = this.app.session;
    const cannot = this.failed || !(lms instanceof Device && lms.canKeep);
    return html`<div class="notice">${icon("note")}<div>
      <p>${t("This course runs without an LMS. Your work is lost when you close this page, unless you keep it on this device.")}</p>
      ${cannot
        ? html`<p role="status">${t("This browser can't keep anything for this course. Open the course in another browser, or do it in one go.")}</p>`
        : html`<p>${t("Keep it only on a device that is yours: everybody who uses this browser can see it.")}</p>
            <button type="button" class="primary" @click=${this.keep}>${t("Keep my work on this device")}</button>`}
    </div></div>`;
  }

  private kept(): TemplateResult {
    if (!this.asking) {
      return html`<p class="muted kept-here">${icon("check")} ${t("Your work is kept on this device.")}
        <button type="button" @click=${this.ask}>${t("Remove my work from this device")}</button></p>`;
    }
    return html`<div class="notice">${icon("warn")}<div>
      <p id="remove-work">${t("All your answers and notes in this course go. This can't be undone.")}</p>
      <div class="actions" role="group" aria-labelledby="remove-work">
        <button type="button" class="primary" @click=${this.removeAll}>${t("Remove everything")}</button>
        <button type="button" @click=${this.ask}>${t("Keep it")}</button>
      </div>
    </div></div>`;
  }

  private async keep(): Promise<void> {
    this.failed = !(await this.app.keepHere());
    if (!this.failed) this.app.announce(t("Your work is kept on this device."));
    await this.updateComplete;
    this.querySelector<HTMLElement>("button")?.focus();
  }

  private async ask(): Promise<void> {
    this.asking = !this.asking;
    await this.updateComplete;
    this.querySelector<HTMLElement>("button")?.focus();
  }

  private async removeAll(): Promise<void> {
    if (await this.app.forgetHere()) location.reload();
    else this.app.announce(t("Not everything could be removed. Delete this site's data in your browser's settings."));
  }
}

define("player-device", PlayerDevice);
