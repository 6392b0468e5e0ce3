/** What the learner has to know before they begin: nothing is kept, or earlier work could not be read. */

import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { App } from "../app";
import { Device } from "../lms/device";
import { reopen } from "../lms/reopen";
import type { Aside } from "../session";
import "./device";
import { icon } from "./icons";

export function notices(app: App): TemplateResult {
  const { session } = app;
  const texts = [
    ...(session.aside === "review" ? [t("You are looking at this course in review. Nothing you do here is saved.")] : []),
    ...(app.unreadable ? [t("Reporting to your coordinator is not available in this copy of the course. Your work in the LMS is not affected.")] : []),
  ];
  return html`${standstill(session.aside)}${keptNowhere(app)}${device(app)}${texts.map((text) => notice(text))}${
    session.trouble ? earlierWork(app) : nothing
  }`;
}

/** Neither the LMS nor the browser takes what the learner does: never hidden, and what helps. */
function keptNowhere({ session }: App): TemplateResult | typeof nothing {
  if (!session.keeper.troubled || session.readonly) return nothing;
  const text = session.lms instanceof Device
    ? t("This browser does not take your work at the moment. Leave this page open: we try again.")
    : t("Your LMS does not answer, and this browser can't keep your work. Leave this page open: we try again, and nothing is lost while it is open.");
  return html`<div class="notice" role="alert">${icon("warn")}<p>${text}</p></div>`;
}

function device(app: App): TemplateResult | typeof nothing {
  const { lms, keeps, aside } = app.session;
  if (!(lms instanceof Device) || aside !== null) return nothing;
  return html`<player-device .app=${app} ?keeps=${keeps}></player-device>`;
}

/** Nothing is kept any more, and a fresh start is the way on. */
function standstill(aside: Aside | null): TemplateResult | typeof nothing {
  if (aside === null || aside === "review") return nothing;
  const [text, action] =
    aside === "elsewhere"
      ? [t("You have opened this course in another window. Your work is saved there now. What you do in this window is not saved any more."), t("Continue here")]
      : [t("Your LMS did not give us your earlier work. It is not lost. So that nothing is overwritten, nothing you do now is saved. Load the course again."), t("Load the course again")];
  return html`<div class="notice" role="alert">${icon("warn")}
    <div><p>${text}</p><button type="button" class="primary" @click=${() => reopen(window)}>${action}</button></div>
  </div>`;
}

function notice(text: string): TemplateResult {
  return html`<div class="notice">${icon("note")} <p>${text}</p></div>`;
}

function earlierWork(app: App): TemplateResult {
  const text =
    app.session.trouble === "newer"
      ? t("Your earlier work was saved by a newer version of this course and can't be read here. You begin again.")
      : t("Your earlier work in this course could not be read. You begin again. Please tell your teacher.");
  const dismiss = (): void => {
    app.session.trouble = null;
    app.onchange();
  };
  return html`<div class="notice">${icon("warn")}
    <div><p>${text}</p><button type="button" @click=${dismiss}>${t("Understood")}</button></div>
  </div>`;
}
