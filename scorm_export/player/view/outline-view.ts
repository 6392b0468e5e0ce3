/** The sidebar: sections with a progress ring, their units, and what keeps a unit closed. */

import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { App } from "../app";
import type { Section } from "../package";
import type { Place } from "../outline";
import { completionOf } from "../score";
import { domId } from "./dom-id";
import { icon, ring } from "./icons";

/** From so many units on, sections are folded: all but the one the learner is in. */
const FOLDED_FROM = 100;

export function outlineView(app: App): TemplateResult {
  return html`<ol class="sections">${app.session.outline.sections.map((section) => sectionView(app, section))}</ol>`;
}

function sectionView(app: App, section: Section): TemplateResult {
  const units = section.subsections.flatMap((subsection) => subsection.units);
  const [done, of] = completionOf(units.flatMap((unit) => unit.leaves), app.session.learner);
  const inside = app.session.places.filter((place) => place.section === section);
  const { language, direction } = app.session.outline;
  const manySubsections = section.subsections.length > 1;
  const title = html`${ring(done, of)} <span lang=${language} dir=${direction}>${section.title}</span>
    <span class="count">${of === 0 ? nothing : t("{done} of {count}", { done, count: of })}</span>`;
  const lessons = section.subsections.map(
    (subsection) => html`
      ${manySubsections ? html`<p class="subsection-title"><span lang=${language} dir=${direction}>${subsection.title}</span></p>` : nothing}
      <ol class="units">${inside.filter((place) => place.subsection === subsection).map((place) => unitView(app, place))}</ol>
    `,
  );
  const id = domId("section", section.id);
  if (app.session.places.length < FOLDED_FROM) return html`<li><p class="section-title" id=${id}>${title}</p>${lessons}</li>`;
  const open = app.page.place.section === section;
  return html`<li><details ?open=${open}><summary class="section-title" id=${id}>${title}</summary>${lessons}</details></li>`;
}

function unitView(app: App, place: Place): TemplateResult {
  const gate = app.session.lock(place);
  const { language, direction } = app.session.outline;
  const current = app.page.place === place && app.page.kind !== "reporting";
  const [done, of] = completionOf(place.unit.leaves, app.session.learner);
  const mark = gate
    ? html`<span class="mark">${icon("lock")} ${t("Locked")}</span>`
    : of > 0 && done === of ? html`<span class="mark done">${icon("check")} ${t("Done")}</span>` : nothing;
  return html`<li>
    <button type="button" class="unit-link" aria-current=${current ? "page" : nothing} @click=${() => void app.open(place)}>
      <span lang=${language} dir=${direction}>${place.unit.title}</span> ${mark}
      ${gate ? html`<span class="why" lang=${language} dir=${direction}>${gate.why}</span>` : nothing}
    </button>
  </li>`;
}
