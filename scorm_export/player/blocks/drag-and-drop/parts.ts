/** The parts of a drag and drop on the screen: help, bank, what was said, board with its places, buttons, the author's words. */

import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../../frontend/i18n";
import type { Item, Zone } from "./definition";
import { place, WIDEST, widthInZone } from "./layout";
import { answerIsOpen, hasRoom, zoneOf } from "./rules";
import type { DragAndDropElement } from "./view";
import { itemName, pointsWord, zoneName } from "./words";

type Part = TemplateResult | typeof nothing;

export function renderHelp({ definition }: DragAndDropElement): TemplateResult {
  return html`<details class="help">
    <summary>${t("How this works")}</summary>
    <ul>
      <li>${t("With mouse or finger: press an item, then the place where it belongs. Or drag it there. With a finger, drag it by its dots.")}</li>
      <li>${t("With the keyboard: go to an item with Tab and press Enter. Then go to a place with Tab and press Enter. Escape puts the item back.")}</li>
      <li>${definition.mode === "standard" ? t("You see at once whether it is right. You can try as often as you like.") : t("You can move everything until you have it checked.")}</li>
    </ul>
  </details>`;
}

export function renderBank(view: DragAndDropElement): TemplateResult {
  const items = view.definition.items.filter(({ id }) => zoneOf(view.at, id) === null);
  const carriedFromZone = view.carried !== "" && zoneOf(view.at, view.carried) !== null;
  return html`<div class="bank">
    <p class="name" id="bank">${t("Items")}</p>
    ${items.length > 0 ? html`<ul role="list" aria-labelledby="bank">${items.map((item) => html`<li style=${bankWidth(view, item)}>${renderItem(view, item, null)}</li>`)}</ul>` : nothing}
    ${items.length === 0 ? html`<p class="quiet">${t("No items are left here.")}</p>` : nothing}
    ${carriedFromZone ? html`<button type="button" class="back" @click=${(event: Event) => view.chosen(null, event)}>${t("Put it back into this list")}</button>` : nothing}
  </div>`;
}

/** In a place (`zone`), an item that stays there is text; elsewhere it is a button. */
function renderItem(view: DragAndDropElement, item: Item, zone: Zone | null): TemplateResult {
  const classes = `item ${item.bare && item.image ? "bare" : ""} ${view.dragged === item.id ? "dragging" : ""}`;
  const face = renderFace(view, item);
  if (zone && !view.movable(item)) return html`<div class=${classes}><span class="face">${face}</span></div>`;
  const { drag } = view;
  return html`<button type="button" class=${classes} data-item=${item.id}
    aria-pressed=${view.carried === item.id ? "true" : "false"} ?disabled=${!view.movable(item)}
    @click=${(event: Event) => view.press(item, event)} @dragstart=${(event: Event) => event.preventDefault()}
    @pointerdown=${(event: PointerEvent) => view.movable(item) && drag.down(event, item.id)} @pointermove=${(event: PointerEvent) => drag.move(event)}
    @pointerup=${(event: PointerEvent) => drag.up(event)} @pointercancel=${() => drag.cancel()}
    ><span class="grip" aria-hidden="true">⠿</span><span class="face">${face}</span></button>`;
}

function renderFace({ definition }: DragAndDropElement, item: Item): TemplateResult {
  const name = itemName(definition, item);
  if (item.image !== null) return html`<img src=${item.image} alt=${item.alt || name} draggable="false" />`;
  return item.html === "" ? html`<span dir="auto">${name}</span>` : html`<slot name="item-${item.id}"></slot>`;
}

/** As wide as it will be on the picture, but never too small to be seen. */
function bankWidth({ area, definition }: DragAndDropElement, item: Item): string {
  if (definition.picture === null || (item.width === null && item.image === null)) return "";
  const share = item.width ?? WIDEST;
  return `${item.width === null ? "max-" : ""}inline-size:max(7rem,min(${Math.round((share * area.width) / 100)}px,${share}%))`;
}

export function renderSaid(view: DragAndDropElement): TemplateResult {
  const { said } = view;
  const sign = { "": "", right: "✓ ", wrong: "✗ " }[said?.tone ?? ""];
  const first = said?.lines[0] ?? t("Choose an item, then the place where it belongs.");
  return html`<div class="said ${said?.tone ?? ""}" tabindex="-1">
      <p class="first"><span aria-hidden="true">${sign}</span>${first}</p>
      ${said?.lines.slice(1).map((line) => html`<p>${line}</p>`)}
      ${said?.slots.map((slot) => html`<slot name=${slot}></slot>`)}
    </div>
    <p class="unseen" role="status">${view.spoken()}</p>`;
}

export function renderBoard(view: DragAndDropElement): TemplateResult {
  const { definition, area, tooSmall } = view;
  return html`<div class="board ${tooSmall ? "listed" : "on-picture"} ${view.carried ? "carrying" : ""}" style="max-inline-size:${area.width}px">
    <div class="picture" style="aspect-ratio:${area.width}/${area.height}">
      ${definition.picture === null
        ? nothing
        : html`<img class="whole" src=${definition.picture} alt=${definition.about} @load=${(event: Event) => view.pictured(event.target as HTMLImageElement)} />`}
      ${tooSmall ? definition.zones.map((zone, index) => renderMark(view, zone, index)) : nothing}
    </div>
    <ul class="zones" role="list" aria-label=${t("Places")}>${definition.zones.map((zone, index) => renderZone(view, zone, index))}</ul>
  </div>
  ${definition.picture === null && definition.about ? html`<p class="quiet" dir="auto">${definition.about}</p>` : nothing}`;
}

/** A place on a small picture: its number, and the pictures that lie in it. The list below says the same in words. */
function renderMark(view: DragAndDropElement, zone: Zone, index: number): TemplateResult {
  const pictures = view.definition.items.filter(({ id, image }) => image !== null && zoneOf(view.at, id) === zone.id);
  return html`<div class="mark ${view.hovered === zone.id ? "over" : ""}" aria-hidden="true" data-zone=${zone.id} style=${place(zone, view.area)}
    @click=${(event: Event) => view.chosen(zone.id, event)}>
    ${pictures.map(({ image }) => html`<img src=${image ?? ""} alt="" draggable="false" />`)}<span class="number">${index + 1}</span>
  </div>`;
}

function renderZone(view: DragAndDropElement, zone: Zone, index: number): TemplateResult {
  const { labels } = view.definition;
  const items = view.definition.items.filter(({ id }) => zoneOf(view.at, id) === zone.id);
  const classes = `zone ${zone.align} ${labels ? "labelled" : ""} ${view.hovered === zone.id ? "over" : ""}`;
  return html`<li class=${classes} data-zone=${zone.id} style=${view.tooSmall ? "" : place(zone, view.area)}>
    <button type="button" class="drop" ?disabled=${view.locked} aria-describedby="about-${index}" @click=${(event: Event) => view.chosen(zone.id, event)}>
      <span class="number">${index + 1}</span><span class="label ${labels ? "" : "unseen"}" dir="auto">${zoneName(view.definition, index)}</span>
    </button>
    <p class="unseen" id="about-${index}">${zone.description} ${hasRoom(view.definition, view.at, zone.id) ? "" : t("There is no more room here.")}</p>
    ${items.length > 0 ? html`<ul class="placed" role="list" aria-label=${t("Items in this place")}>${items.map((item) => html`<li style=${item.image && !view.tooSmall ? `max-inline-size:${widthInZone(item, zone, view.area)}%` : ""}>${renderItem(view, item, zone)}</li>`)}</ul>` : nothing}
  </li>`;
}

export function renderActions(view: DragAndDropElement): TemplateResult {
  const { definition, stored, host } = view;
  const { readonly } = host.context;
  const nothingPlaced = Object.keys(stored.at).length === 0;
  const assessment = definition.mode === "assessment";
  const final = assessment && view.over;
  return html`<div class="actions">
    ${assessment ? html`<button type="button" class="main" ?disabled=${view.locked || nothingPlaced} @click=${() => view.check()}>${t("Check my answer")}</button>` : nothing}
    <button type="button" class="reset" ?disabled=${readonly || nothingPlaced || final} @click=${() => view.reset()}>${t("Start again")}</button>
    ${answerIsOpen(definition, stored)
      ? html`<button type="button" aria-pressed=${view.showing ? "true" : "false"} @click=${() => view.toggleAnswer()}>${t("Show the answer")}</button>`
      : nothing}
  </div>`;
}

export function renderOverall(view: DragAndDropElement): TemplateResult {
  const { definition, stored, said } = view;
  const slot = view.over ? "finish" : "start";
  return html`<div class="overall">
    ${said?.slots.includes(slot) ? nothing : html`<slot name=${slot}></slot>`}
    ${view.showing && definition.explanation ? html`<div class="explanation"><p class="name">${t("Explanation")}</p><slot name="explanation"></slot></div>` : nothing}
    ${renderFigures(view)}
  </div>`;
  function renderFigures({ host }: DragAndDropElement): Part {
    const used = definition.attempts !== null && definition.mode === "assessment";
    return html`${definition.points > 0 ? html`<p class="quiet">${pointsWord(definition, stored, host.context.language)}</p>` : nothing}
      ${used ? html`<p class="quiet">${t("Attempts used: {used} of {total}", { used: stored.tries ?? 0, total: definition.attempts ?? 0 })}</p>` : nothing}`;
  }
}
