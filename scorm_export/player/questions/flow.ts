/** Fields that stand inside running text: the sentence goes on around them, what is to be said of them comes after it. */

import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { ProblemContent, Response } from "../package";
import { plainText } from "../plain-text";
import { aside, control, type ResponseView, result } from "../view/problem-response";

export type Part = ProblemContent["parts"][number];

/** Parts that belong together: text and inline fields as one run, every other part alone. */
export function runs(parts: readonly Part[]): Part[][] {
  return parts.reduce<Part[][]>((found, part, index) => {
    const last = found[found.length - 1];
    const before = parts[index - 1];
    const joins = before !== undefined && flows(before) && flows(part) && (isInline(before) || isInline(part));
    if (last && joins) last.push(part);
    else found.push([part]);
    return found;
  }, []);
}

function isInline(part: Part): part is Response {
  return part.kind !== "html" && part.inline === true;
}

function flows(part: Part): boolean {
  return part.kind === "html" || isInline(part);
}

/** A field has the author's label as its name, else its number: the sentence around it is no label. */
export function inlineView(view: ResponseView): TemplateResult {
  const { label, id } = view.response;
  return html`<span class="inline">${control(view, plainText(label) || t("Answer {number}", { number: id }))}</span>`;
}

/** Descriptions, error, result and feedback of an inline field. */
export function remarks(view: ResponseView): TemplateResult | typeof nothing {
  const empty = view.complaint === undefined && view.checked === undefined && view.response.descriptions.length === 0;
  if (empty) return nothing;
  return html`<div class="remarks"><p class="number">${t("Answer {number}", { number: view.response.id })}</p>${aside(view)}${result(view)}</div>`;
}
