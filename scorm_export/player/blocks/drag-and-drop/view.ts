/** A drag and drop as learners see it. An item is a button: pressed, it is picked up; then the places are buttons to put it
 * down. So it works with keyboard, screen reader, one finger or mouse; who likes may drag. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { BlockElement } from "../../../../frontend/block-element";
import { t } from "../../../../frontend/i18n";
import { boardStyles } from "./board-styles";
import { itemColours } from "./colours";
import type { Definition, Item } from "./definition";
import { Drag, type Dragging } from "./drag";
import { extent, isTooSmall, type Size } from "./layout";
import { renderActions, renderBank, renderBoard, renderHelp, renderOverall, renderSaid } from "./parts";
import { answer, apply, attemptsLeft, isOver, judge, rules, zoneOf, type Action, type State, type Verdict } from "./rules";
import { itemName, refusalWord, verdictWords } from "./words";
import { styles } from "./styles";

/** What was said last: lines in our words, then the author's, by slot. */
export interface Said {
  tone: "" | "right" | "wrong";
  lines: string[];
  slots: string[];
}

export class DragAndDropElement extends BlockElement<Definition, State, Action> implements Dragging {
  static override styles = [BlockElement.styles, styles, boardStyles];
  static override properties = {
    ...BlockElement.properties,
    carried: { state: true },
    dragged: { state: true },
    hovered: { state: true },
    said: { state: true },
    showing: { state: true },
    size: { state: true },
    tooSmall: { state: true },
  };
  /** Item picked up, and the same while it follows the pointer; "" for none. */
  declare carried: string;
  declare dragged: string;
  /** Zone under the pointer. */
  declare hovered: string;
  declare said: Said | null;
  /** The answer is shown. */
  declare showing: boolean;
  /** Of the picture, once it is there. */
  declare size: Size | null;
  declare tooSmall: boolean;
  protected override readonly rules = rules;
  readonly drag = new Drag(this);
  private turn = false;
  private readonly watcher = new ResizeObserver(() => this.measure());

  constructor() {
    super();
    Object.assign(this, { carried: "", dragged: "", hovered: "", said: null, showing: false, size: null, tooSmall: false });
  }

  protected override wordRefusal(code: string): string {
    return refusalWord(code);
  }

  protected override authorHtml(): Record<string, string> {
    const { question, start, finish, explanation, items } = this.definition;
    const ofItems = items.flatMap(({ id, html: face, right, wrong }) => [[`item-${id}`, face], [`right-${id}`, right], [`wrong-${id}`, wrong]]);
    return { question, start, finish, explanation, ...(Object.fromEntries(ofItems) as Record<string, string>) };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const board = this.renderRoot?.querySelector(".board");
    if (board) this.watcher.observe(board);
  }

  override disconnectedCallback(): void {
    this.watcher.disconnect();
    this.drag.cancel();
    super.disconnectedCallback();
  }

  protected override updated(): void {
    super.updated();
    // The player's styles for authors' pictures, links and lists.
    for (const words of this.querySelectorAll(":scope > [slot]")) words.classList.add("author");
    const board = this.renderRoot.querySelector(".board");
    if (board) this.watcher.observe(board);
  }

  protected override firstUpdated(_: PropertyValues): void {
    if (!this.ready) return;
    const colours = itemColours(this.definition.background, this.definition.colour, this);
    if (!colours) return;
    this.style.setProperty("--item-background", colours[0]);
    this.style.setProperty("--item-text", colours[1]);
  }

  protected override renderBlock(): TemplateResult {
    const { name, borders, question, heading } = this.definition;
    const shown = borders === "always" || (borders === "moving" && this.carried !== "");
    return html`<div class="dnd ${shown ? "borders" : ""}" role="group" aria-label=${name || t("Drag and drop")}
      @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.carried && this.putBack()}>
      ${heading && question ? html`<p class="name">${t("Task")}</p>` : nothing}
      <slot name="question"></slot>
      ${renderHelp(this)} ${renderBank(this)} ${renderSaid(this)} ${renderBoard(this)} ${renderActions(this)} ${renderOverall(this)}
    </div>`;
  }

  get stored(): State {
    return this.outcome.state;
  }

  /** What lies where on the screen. */
  get at(): State["at"] {
    return this.showing ? answer(this.definition, this.stored.at) : this.stored.at;
  }

  get over(): boolean {
    return isOver(this.definition, this.stored);
  }

  get locked(): boolean {
    return this.host.context.readonly || this.showing || this.over;
  }

  get area(): Size {
    return this.size ?? extent(this.definition);
  }

  movable(item: Item): boolean {
    return !this.locked && (zoneOf(this.at, item.id) === null || this.definition.mode === "assessment");
  }

  /** A picture without a size of its own, or one that is missing, gets the size its zones need. */
  pictured(image: HTMLImageElement): void {
    if (image.naturalWidth > 0) this.size = { width: image.naturalWidth, height: image.naturalHeight };
    this.measure();
  }

  private measure(): void {
    const width = this.renderRoot.querySelector(".board")?.clientWidth ?? 0;
    if (this.ready && width > 0) this.tooSmall = isTooSmall(this.definition, this.area, width);
  }

  press(item: Item, event: Event): void {
    if (this.drag.swallows(event)) return;
    if (this.carried === item.id) this.putBack();
    else void this.pickUp(item, (event as MouseEvent).detail === 0);
  }

  /** By keyboard, the focus goes on to where the item can be put. */
  private async pickUp(item: Item, byKeyboard: boolean): Promise<void> {
    this.carried = item.id;
    this.say("", [t("{item} is picked up. Choose the place where it belongs, or press Escape to put it back.", { item: itemName(this.definition, item) })]);
    await this.updateComplete;
    if (byKeyboard) this.focusOn(".drop", true);
  }

  putBack(): void {
    const id = this.carried;
    this.carried = "";
    this.say("", [t("{item} is where it was.", { item: this.nameOf(id) })]);
    this.focusOn(`[data-item="${id}"]`, true);
  }

  chosen(zone: string | null, event: Event): void {
    if (this.carried) void this.put(zone, (event as MouseEvent).detail > 0);
    else this.say("", [t("First choose an item from the list.")]);
  }

  private async put(zone: string | null, byPointer: boolean): Promise<void> {
    const id = this.carried;
    const action: Action = { type: "drop", item: id, zone };
    const { refused, state } = apply(this.definition, this.stored, action);
    this.carried = "";
    if (refused === undefined) void this.send(action);
    this.tell(id, zone, refused, state);
    await this.updateComplete;
    const stays = refused !== undefined || (this.definition.mode === "standard" && zoneOf(state.at, id) === null);
    const next = stays ? `[data-item="${id}"]` : ".bank .item:not(:disabled)";
    if (this.focusOn(next, !byPointer) || this.focusOn(".main:not(:disabled)", !byPointer)) return;
    this.focusOn(".said", !byPointer);
  }

  private tell(id: string, zone: string | null, refused: string | undefined, state: State): void {
    const item = this.nameOf(id);
    if (refused !== undefined) this.say("wrong", [refusalWord(refused)]);
    else if (this.definition.mode === "assessment") this.say("", [zone === null ? t("{item} is back in the list.", { item }) : t("{item} is placed.", { item })]);
    else if (zoneOf(state.at, id) === null) this.say("wrong", [t("{item} does not belong there. It is back in the list.", { item })], [`wrong-${id}`]);
    else this.say("right", [t("{item} is in the right place.", { item })], [`right-${id}`, ...(judge(this.definition, state.at).correct ? ["finish"] : [])]);
  }

  async check(): Promise<void> {
    const verdict = judge(this.definition, this.stored.at);
    const action: Action = { type: "check", attempt: (this.stored.tries ?? 0) + 1 };
    const { refused, state } = apply(this.definition, this.stored, action);
    if (refused !== undefined) return this.say("wrong", [refusalWord(refused)]);
    this.carried = "";
    void this.send(action);
    this.tellVerdict(verdict, state);
    await this.updateComplete;
    this.focusOn(".said", true);
  }

  private tellVerdict(verdict: Verdict, state: State): void {
    const lines = verdictWords(this.definition, state, verdict);
    const first = verdict.correct ? t("Everything is in the right place.") : t("Not everything is right yet.");
    const over = !attemptsLeft(this.definition, state) || (verdict.misplaced.length === 0 && verdict.missing.length === 0);
    this.say(verdict.correct ? "right" : "wrong", [first, ...lines], [...verdict.misplaced.map((id) => `wrong-${id}`), ...(over ? ["finish"] : [])]);
  }

  async reset(): Promise<void> {
    this.carried = "";
    this.showing = false;
    void this.send({ type: "reset" });
    this.say("", [t("All items are back in the list.")]);
    await this.updateComplete;
    this.focusOn(".bank .item", true);
  }

  toggleAnswer(): void {
    this.carried = "";
    this.showing = !this.showing;
    this.say("", [this.showing ? t("You see the answer now.") : t("You see your own answer again.")]);
  }

  started(item: string): void {
    this.carried = this.dragged = item;
  }

  moved(x: number, y: number): void {
    this.style.setProperty("--drag-x", `${x}px`);
    this.style.setProperty("--drag-y", `${y}px`);
  }

  hover(x: number, y: number): void {
    this.hovered = this.targetAt(x, y) ?? "";
  }

  dropped(item: string, x: number, y: number): void {
    const zone = this.targetAt(x, y);
    const back = this.definition.mode === "assessment" && zoneOf(this.at, item) !== null && this.isAt(".bank", x, y);
    this.dragged = this.hovered = "";
    if (zone !== null) void this.put(zone, true);
    else if (back) void this.put(null, true);
    else this.carried = "";
  }

  cancelled(): void {
    this.carried = this.dragged = this.hovered = "";
  }

  /** The topmost zone at a point of the window. */
  private targetAt(x: number, y: number): string | null {
    const found = [...this.renderRoot.querySelectorAll<HTMLElement>("[data-zone]")].reverse().find((zone) => holds(zone, x, y));
    return found?.dataset["zone"] ?? null;
  }

  private isAt(selector: string, x: number, y: number): boolean {
    const found = this.renderRoot.querySelector(selector);
    return found !== null && holds(found, x, y);
  }

  private nameOf(id: string): string {
    const item = this.definition.items.find((one) => one.id === id);
    return item ? itemName(this.definition, item) : "";
  }

  /** The same words twice are heard twice, because they end differently. */
  private say(tone: Said["tone"], lines: string[], slots: string[] = []): void {
    this.turn = !this.turn;
    this.said = { tone, lines, slots };
  }

  /** For screen readers: our words and the author's as one text. */
  spoken(): string {
    if (!this.said) return "";
    const authors = this.said.slots.map((slot) => this.querySelector(`:scope > [slot="${slot}"]`)?.textContent?.trim() ?? "");
    return [...this.said.lines, ...authors].filter((text) => text !== "").join(" ") + (this.turn ? "\u00a0" : "");
  }

  /** With a pointer in hand, the page stays where it is. */
  private focusOn(selector: string, scroll: boolean): boolean {
    const found = this.renderRoot.querySelector<HTMLElement>(selector);
    found?.focus({ preventScroll: !scroll });
    return found !== null;
  }
}

function holds(element: Element, x: number, y: number): boolean {
  const { left, right, top, bottom, width } = element.getBoundingClientRect();
  return width > 0 && x >= left && x <= right && y >= top && y <= bottom;
}
