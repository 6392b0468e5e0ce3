/** What the learner has to know before they begin: nothing is kept, or earlier work could not be read. */

import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { App } from "../app";
import { icon } from "./icons";

export function notices(app: App): TemplateResult {
  const { session } = app;
  const texts = [
    ...(session.keeps ? [] : [t("This course runs without an LMS. You can try everything, but your work is not kept when you close this page.")]),
    ...(session.readonly ? [t("You are looking at this course in review. Nothing you do here is saved.")] : []),
    ...(app.unreadable ? [t("Reporting to your coordinator is not available in this copy of the course. Your work in the LMS is not affected.")] : []),
  ];
  return html`${texts.map((text) => notice(text))}${session.trouble ? earlierWork(app) : nothing}`;
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
