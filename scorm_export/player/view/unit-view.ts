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
import { isShown, waitsFor } from "../shown";
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
  return html`<div class="leaves" lang=${language} dir=${direction} @click=${(event: Event) => guardLinks(event, (unit) => app.openUnit(unit))}>
    ${page.content.leaves.map((content) => keyed(content.id, sectionView(app, content, leaves.get(content.id))))}
    ${gatesHere(app, page).map((gate) => gateCard(app, gate))}
  </div>`;
}

/** A leaf that waits for another block says so; one that was not drawn for this learner is not there. */
function sectionView(app: App, content: LeafContent, leaf: Leaf | undefined): TemplateResult | typeof nothing {
  const { learner, places } = app.session;
  if (leaf && !isShown(leaf, learner)) {
    const source = waitsFor(leaf, learner);
    if (source === undefined) return nothing;
    const title = places.flatMap(({ unit }) => unit.leaves).find(({ id }) => id === source)?.title || "…";
    return html`<section class="leaf"><div class="notice">${icon("lock")}
      <p>${t("There is more here, depending on your answer to “{title}”.", { title })}</p></div></section>`;
  }
  if (content.type === "html" && (content as HtmlContent).html === "") return nothing;
  return html`<section class="leaf leaf-${content.type}">${leafView(app, content, leaf)}</section>`;
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
      return problemView(app, content as ProblemContent, leaf);
    case "placeholder":
      return placeholder(content as PlaceholderContent);
    default:
      return html`<player-block .content=${content as BlockContent} .session=${session} .record=${session.record(content.id)}
        .witness=${app.report.bind(app)} ?readonly=${session.readonly} .departure=${app.reporter?.departure ?? null}></player-block>`;
  }
}

/** In a package with a question that needs more, questions.js shows all of them. */
function problemView(app: App, content: ProblemContent, leaf: Leaf | undefined): TemplateResult {
  const { session } = app;
  const announce = (text: string): void => app.announce(text);
  return customElements.get("player-question")
    ? html`<player-question .content=${content} .leaf=${leaf} .session=${session} .announce=${announce} ?troubled=${session.keeper.troubled}></player-question>`
    : html`<player-problem .content=${content} .leaf=${leaf} .session=${session} .announce=${announce} ?troubled=${session.keeper.troubled}></player-problem>`;
}

/** The words are in embeds.js, which comes with the first of them. */
function placeholder({ title, tag, kind, href }: PlaceholderContent): TemplateResult {
  return html`${title === "" ? nothing : html`<h3>${title}</h3>`}
    <div class="notice">${icon("note")}<player-note kind=${kind} tag=${tag} href=${href ?? nothing}></player-note></div>`;
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
