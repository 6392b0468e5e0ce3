/** One calm line: is my work saved, is it reported? */

import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { App } from "../app";
import { Device } from "../lms/device";
import { type Icon, icon } from "./icons";

export function statusLine(app: App): TemplateResult {
  const [mark, text] = saved(app);
  const report = reported(app);
  return html`<p class="status">
    <span>${icon(mark)} ${text}</span>
    ${report ? html`<span>${icon(report[0])} ${report[1]}</span>` : nothing}
    ${app.offline ? html`<span class="offline">${icon("check")} ${t("Ready for offline use")}</span>` : nothing}
  </p>`;
}

function saved({ session }: App): [Icon, string] {
  if (session.aside === "review") return ["note", t("Review: nothing is saved")];
  if (session.readonly) return ["warn", t("Nothing is saved here")];
  if (!session.keeps) return ["note", t("Your work is not kept")];
  if (session.keeper.troubled) return ["wait", t("Not saved yet – trying again")];
  if (session.lms instanceof Device) return ["check", t("Saved on this device")];
  return session.keeper.behind ? ["wait", t("Saved in this browser – waiting for your LMS")] : ["check", t("Saved in your LMS")];
}

function reported({ reporter }: App): [Icon, string] | null {
  if (reporter?.choice !== "reporting") return null;
  if (reporter.waiting === 0) return ["check", t("Reported")];
  return reporter.offline ? ["wait", t("Waiting for network")] : ["send", t("Reporting …")];
}
