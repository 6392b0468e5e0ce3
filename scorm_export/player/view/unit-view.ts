/** The open page: a unit with its leaves, or why it is closed, or that it did not load. */

import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { t } from "../../../frontend/i18n";
import type { App, Page } from "../app";
import { firstUnitUnder } from "../outline";
import { own } from "../own";
import type {
  BlockContent, Gate, HtmlContent, Leaf, LeafContent, PlaceholderContent, ProblemContent, VideoContent,
} from "../package";
import { blockScore } from "../score";
import { guardLinks } from "./author-links";
import { percent } from "./figures";
import { icon } from "./icons";
import "./block-leaf";
import "./html-leaf";
import "./problem-leaf";
import "./video-leaf";

type UnitPage = Extract<Page, { kind: "unit" }>;

export function unitView(app: App, page: UnitPage): TemplateResult {
  const { language, direction } = app.session.outline;
  const leaves = new Map(page.place.unit.leaves.map((leaf) => [leaf.id, leaf]));
  return html`<div class="leaves" lang=${language} dir=${direction} @click=${guardLinks}>
    ${page.content.leaves.map((content) =>
      keyed(content.id, html`<section class="leaf leaf-${content.type}">${leafView(app, content, leaves.get(content.id))}</section>`),
    )}
    ${gatesHere(app, page).map((gate) => gateCard(app, gate))}
  </div>`;
}

function leafView(app: App, content: LeafContent, leaf: Leaf | undefined): TemplateResult {
  const { session } = app;
  const seen = (): void => {
    if (leaf && leaf.complete !== "never") void session.seen(content.id);
  };
  switch (content.type) {
    case "html":
      return html`<player-html .content=${content as HtmlContent} .onseen=${seen}></player-html>`;
    case "video":
      return html`<player-video .content=${content as VideoContent} .onseen=${seen} ?done=${session.record(content.id)}></player-video>`;
    case "problem":
      return html`<player-problem .content=${content as ProblemContent} .leaf=${leaf} .session=${session}
        .announce=${(text: string) => app.announce(text)} ?troubled=${session.keeper.troubled}></player-problem>`;
    case "placeholder":
      return placeholder(content as PlaceholderContent);
    default:
      return html`<player-block .content=${content as BlockContent} .session=${session} .record=${session.record(content.id)}
        .witness=${app.report.bind(app)} ?readonly=${session.readonly} .departure=${app.reporter?.departure ?? null}></player-block>`;
  }
}

function placeholder({ title, tag, reason }: PlaceholderContent): TemplateResult {
  return html`<h3>${title}</h3>
    <div class="notice">${icon("note")}
      <p>${t("This part works only in the original course ({tag}).", { tag })} <span>${reason}</span></p>
    </div>`;
}

/** Gates whose block this unit stands in or holds. */
function gatesHere(app: App, { place }: UnitPage): Gate[] {
  const ids = [place.section.id, place.subsection.id, place.unit.id, ...place.unit.leaves.map(({ id }) => id)];
  return app.session.outline.gates.filter((gate) => ids.includes(gate.block));
}

function gateCard(app: App, gate: Gate): TemplateResult {
  const { outline, learner } = app.session;
  const passed = own(learner.gates, gate.id);
  const figures = { score: percent(blockScore(outline, gate.block, learner)), minimum: percent(gate.minimum) };
  return html`<aside class="gate ${passed ? "right" : ""}" aria-label=${t("Check")}>
    <p class="word">${icon(passed ? "check" : "lock")} ${passed ? t("Passed: the next part is open") : t("This check opens the next part")}</p>
    ${passed ? nothing : html`<p>${gate.why}</p><p>${t("Your result: {score}. Needed: {minimum}.", figures)}</p>`}
  </aside>`;
}

export function lockedView(app: App, gate: Gate): TemplateResult {
  const unit = firstUnitUnder(app.session.outline, gate.block);
  const check = app.session.place(unit?.id ?? null);
  return html`<div class="notice locked">
    ${icon("lock")}
    <div>
      <p class="word">${t("Locked")}</p>
      <p lang=${app.session.outline.language} dir=${app.session.outline.direction}>${gate.why}</p>
      ${check
        ? html`<button type="button" class="primary" @click=${() => void app.open(check)}>${t("Go to the check: {title}", { title: check.unit.title })}</button>`
        : nothing}
    </div>
  </div>`;
}

export function failedView(app: App): TemplateResult {
  return html`<div class="notice" role="alert">
    ${icon("warn")}
    <div>
      <p>${t("This page did not load. What you have done is safe. Check your connection.")}</p>
      <button type="button" class="primary" @click=${() => void app.open(app.page.place)}>${t("Try again")}</button>
    </div>
  </div>`;
}
