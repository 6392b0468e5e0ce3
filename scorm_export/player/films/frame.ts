/** YouTube's film in its frame: says when enough was watched, and when it does not come. */

import { html, type TemplateResult } from "lit";
import { PlayerElement } from "../view/element";
import { watchedEnough } from "../watched";
import { Played } from "./played";
import { frameAddress, LISTENING, newsIn, ORIGIN } from "./youtube";

/** Milliseconds between two greetings, and after which silence is told. */
const GREETING = 500;
const PATIENCE = 15_000;

/** "blocked": the frame holds nothing. "silent": it tells nothing, or that it can't play. "": it has come after all. */
export type Trouble = "blocked" | "silent" | "";

export class FilmFrame extends PlayerElement {
  static override properties = { film: {}, name: {} };
  /** Id on YouTube. */
  declare film: string;
  /** The film's title. */
  declare name: string;
  declare start: number;
  declare end: number | null;
  declare onseen: () => void;
  declare ontrouble: (trouble: Trouble) => void;
  private readonly played = new Played();
  private duration = 0;
  private time = 0;
  private heard = false;
  private greeting = 0;
  private patience = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("message", this.hear);
    document.addEventListener("securitypolicyviolation", this.refused);
    this.greeting = window.setInterval(() => this.greet(), GREETING);
    this.patience = window.setTimeout(() => this.ontrouble("silent"), PATIENCE);
  }

  override disconnectedCallback(): void {
    removeEventListener("message", this.hear);
    document.removeEventListener("securitypolicyviolation", this.refused);
    this.calm();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const address = frameAddress(this.film, this.start, this.end, location.origin);
    // YouTube refuses films whose page does not say where it is; the page's address itself stays here.
    return html`<iframe title=${this.name} src=${address} referrerpolicy="strict-origin" allowfullscreen
      allow="autoplay; encrypted-media; fullscreen; picture-in-picture" @load=${this.greet}></iframe>`;
  }

  override firstUpdated(): void {
    this.frame?.focus();
  }

  private get frame(): HTMLIFrameElement | null {
    return this.querySelector("iframe");
  }

  private greet(): void {
    // A frame that holds the browser's own page about an error has another origin: the message is not delivered.
    if (!this.heard) this.frame?.contentWindow?.postMessage(LISTENING, ORIGIN);
  }

  private readonly hear = ({ source, origin, data }: MessageEvent): void => {
    const news = origin === ORIGIN && source !== null && source === this.frame?.contentWindow ? newsIn(data) : null;
    if (!news) return;
    this.calm();
    if (news.failed) this.ontrouble("silent");
    else if (!this.heard || (news.time !== null && news.time > this.time)) this.ontrouble("");
    this.heard = true;
    if (news.duration !== null) this.duration = news.duration;
    if (news.time === null) return;
    this.time = news.time;
    this.played.at(news.time);
    if (watchedEnough(this.played, this.duration, this.start, this.end)) this.onseen();
  };

  private readonly refused = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void => {
    if (/^(frame|child|default)-src/.test(effectiveDirective) && blockedURI.startsWith(ORIGIN)) this.ontrouble("blocked");
  };

  private calm(): void {
    clearInterval(this.greeting);
    clearTimeout(this.patience);
  }
}
