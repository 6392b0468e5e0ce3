/** The right answers and the author's explanation, once Open edX's `showanswer` allows it. */

import { html, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { t } from "../../../frontend/i18n";
import type { ProblemContent, Response } from "../package";
import { responsesOf } from "../problem";

/** `more`: what no words can tell, such as places in a picture. */
export function answerView(problem: ProblemContent, more: unknown = nothing): TemplateResult {
  const answers = responsesOf(problem).flatMap(rightAnswers);
  return html`<div class="solution">
    <p class="word">${t("The right answer")}</p>
    ${answers.length > 0 ? html`<ul>${answers.map((answer) => html`<li>${unsafeHTML(answer)}</li>`)}</ul>` : nothing}
    ${more}
    ${problem.solutions.map((solution) => html`<div class="author">${unsafeHTML(solution)}</div>`)}
  </div>`;
}

/** As HTML; numbers and texts are escaped, choices are the author's own markup. */
function rightAnswers(response: Response): string[] {
  if (response.kind === "text") return response.answers.map(({ text }) => escaped(text));
  if (response.kind === "formula") return [escaped(response.answer)];
  if (response.kind === "image") return [];
  if (response.kind !== "number") return response.choices.filter(({ correct }) => correct).map((choice) => choice.html);
  return response.answers.map((answer) =>
    escaped("low" in answer ? t("between {low} and {high}", { low: answer.low, high: answer.high }) : answer.value),
  );
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
