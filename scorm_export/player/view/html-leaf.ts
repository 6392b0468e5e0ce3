/** Text of the course; done after five seconds in sight (contract 3). */

import { html, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import type { HtmlContent } from "../package";
import { define, PlayerElement } from "./element";
import { inSight } from "./sight";
import { frameTables } from "./wide-tables";

/** Milliseconds in sight. */
const READING = 5000;

export class PlayerHtml extends PlayerElement {
  static override properties = { content: { attribute: false } };
  declare content: HtmlContent;
  /** Called once, when the text has been in sight long enough. */
  declare onseen: () => void;
  private observer: IntersectionObserver | undefined;
  private inSight = false;
  private spent = 0;
  private since = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.onseen = () => undefined;
  }

  private readonly look = (): void => {
    const watching = this.inSight && document.visibilityState === "visible";
    clearTimeout(this.timer);
    if (this.since > 0) this.spent += performance.now() - this.since;
    this.since = watching ? performance.now() : 0;
    if (watching) this.timer = setTimeout(() => this.done(), Math.max(0, READING - this.spent));
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new IntersectionObserver((entries) => {
      this.inSight = inSight(entries);
      this.look();
    });
    this.observer.observe(this);
    document.addEventListener("visibilitychange", this.look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  override render(): TemplateResult {
    return html`<div class="author">${unsafeHTML(this.content.html)}</div>`;
  }

  protected override updated(): void {
    frameTables(this);
  }

  private done(): void {
    this.stop();
    this.onseen();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.observer?.disconnect();
    document.removeEventListener("visibilitychange", this.look);
  }
}

define("player-html", PlayerHtml);
