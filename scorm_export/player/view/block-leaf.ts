/** One of our blocks in a unit: its custom element, with a host that saves to the LMS first. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { BlockView } from "../../../frontend/host";
import { t } from "../../../frontend/i18n";
import { BlockHost, type Witness } from "../block-host";
import type { LeafRecord } from "../learner";
import type { BlockContent } from "../package";
import type { Session } from "../session";
import { define, PlayerElement } from "./element";
import { icon } from "./icons";

export class PlayerBlock extends PlayerElement {
  static override properties = { content: { attribute: false }, record: { attribute: false }, departure: {}, readonly: { type: Boolean } };
  declare content: BlockContent;
  /** What is kept of it. */
  declare record: LeafRecord | undefined;
  declare session: Session;
  declare witness: Witness;
  /** Day of departure, when the record has told it. */
  declare departure: string | null;
  /** True from when another window writes: the block is told at once. */
  declare readonly: boolean;
  private element: BlockView | undefined;

  override render(): TemplateResult {
    const title = this.content.title === "" ? nothing : html`<h3>${this.content.title}</h3>`;
    if (this.session.library.blocks.has(this.content.type)) return html`${title}<div class="block"></div>${this.elsewhere()}`;
    return html`${title}<p class="notice">${t("This activity did not load. Open this page again to try once more.")}</p>`;
  }

  /** Notes for which the LMS has no room. */
  private elsewhere(): TemplateResult | typeof nothing {
    const { record } = this;
    const keys = record?.kind === "block" ? Object.keys(record.notes).filter((key) => record.notes[key] === null) : [];
    const here = keys.filter((key) => this.session.drawer.text({ leaf: this.content.id, key }) !== undefined).length;
    const texts = [
      ...(here > 0 ? [t("Your LMS has no room for all your notes. Kept in this browser only: {count}", { count: here })] : []),
      ...(keys.length > here ? [t("Notes that are kept in another browser, where you wrote them: {count}", { count: keys.length - here })] : []),
    ];
    return texts.length > 0 ? html`<div class="notice">${icon("note")}<div>${texts.map((text) => html`<p>${text}</p>`)}</div></div>` : nothing;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.element && !changed.has("departure") && !changed.has("readonly")) return;
    const module = this.session.library.blocks.get(this.content.type);
    if (!module) return;
    const { language, direction } = this.session.outline;
    const context = { language, direction, departure: this.departure, readonly: this.session.readonly };
    const host = new BlockHost(this.session, module, this.content, this.witness, context);
    if (this.element) {
      this.element.host = host;
      return;
    }
    this.element = document.createElement(module.element) as BlockView;
    Object.assign(this.element, { definition: this.content.definition, state: host.state(), host });
    this.querySelector(".block")?.append(this.element);
    void host.settle();
  }
}

define("player-block", PlayerBlock);
