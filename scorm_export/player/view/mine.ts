/** What the record says this package has reported about the learner, as tables they can read (answer of /mine). */

import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import { percent } from "./figures";

/** One effective result, and one piece of evidence, as the record lists them. */
interface Result {
  lineitem: string;
  per_mille: number;
  at: string;
}

interface Evidence {
  type: string;
  block: string;
  at: string;
}

/** `answer`: the body of /bridge/v1/mine; null when there is none to show. */
export function mineView(answer: unknown): TemplateResult | typeof nothing {
  if (answer === null) return nothing;
  const results = listOf<Result>(answer, "results");
  const evidence = listOf<Evidence>(answer, "evidence");
  if (results.length + evidence.length === 0) return html`<p>${t("Nothing has been reported yet.")}</p>`;
  const rows = [
    ...results.map(({ lineitem, per_mille, at }) => [resultName(lineitem), percent(per_mille), moment(at)]),
    ...evidence.map(({ type, block, at }) => [evidenceName(type, block), "", moment(at)]),
  ];
  return html`<table>
    <caption>${t("What is reported about me")}</caption>
    <thead><tr><th scope="col">${t("What")}</th><th scope="col">${t("Result")}</th><th scope="col">${t("When")}</th></tr></thead>
    <tbody>${rows.map(([what, result, when]) => html`<tr><th scope="row">${what}</th><td>${result}</td><td>${when}</td></tr>`)}</tbody>
  </table>`;
}

function listOf<T>(answer: unknown, name: string): T[] {
  const list = (answer as Record<string, unknown> | undefined)?.[name];
  return Array.isArray(list) ? (list as T[]) : [];
}

function resultName(lineitem: string): string {
  if (lineitem === "progress") return t("Progress");
  if (lineitem === "grade") return t("Grade");
  return t("Check: {name}", { name: lineitem.replace(/^gate:/, "") });
}

function evidenceName(type: string, block: string): string {
  const name = block.slice(block.indexOf("/") + 1);
  if (type === "check.passed") return t("Check passed: {name}", { name });
  return type === "checklist.state" ? t("State of the checklist: {name}", { name }) : `${type}: ${name}`;
}

/** Written so that nobody can misread it: 14 March 2027, 18:04. */
function moment(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "";
  const language = document.documentElement.lang;
  return date.toLocaleString(language === "en" ? "en-GB" : language, { dateStyle: "long", timeStyle: "short" });
}
