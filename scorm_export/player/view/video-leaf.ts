/** A video with captions and transcript; done when 95 % of it was really watched (contract 3).
 *
 * Films that live elsewhere, several languages and files beside the film are shown by `player-film`, which films.js brings.
 */

import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { Transcript, VideoContent } from "../package";
import { watchedEnough } from "../watched";
import { addCaptions, languageName } from "./captions";
import { define, PlayerElement } from "./element";

export class PlayerVideo extends PlayerElement {
  static override properties = { content: { attribute: false }, done: { type: Boolean } };
  declare content: VideoContent;
  /** It was watched, now or in an earlier visit. */
  declare done: boolean;
  /** Called once, when enough of it was watched. */
  declare onseen: () => void;
  private finished = false;

  constructor() {
    super();
    this.onseen = () => undefined;
  }

  override render(): TemplateResult {
    const { title, sources, poster, transcripts, more } = this.content;
    return html`
      ${title ? html`<h3>${title}</h3>` : nothing}
      ${sources[0]
        ? html`<video controls playsinline preload="metadata" poster=${poster ?? nothing} aria-label=${title || nothing} @timeupdate=${this.watch} @ended=${this.watch}>
            ${sources.map(({ src, type }) => html`<source src=${src} type=${type} />`)}
          </video>`
        : nothing}
      ${more ? this.film() : transcripts.map((transcript) => this.transcript(transcript))}
    `;
  }

  override firstUpdated(): void {
    const video = this.querySelector("video");
    if (video) addCaptions(video, this.content.transcripts);
  }

  private film(): TemplateResult {
    return customElements.get("player-film")
      ? html`<player-film .content=${this.content} .onseen=${() => this.seen()} ?done=${this.done}></player-film>`
      : html`<p class="notice">${t("This activity did not load. Open this page again to try once more.")}</p>`;
  }

  private transcript({ language, cues }: Transcript): TemplateResult {
    return html`<details class="transcript">
      <summary>${t("Text of the video ({language})", { language: languageName(language) })}</summary>
      <div lang=${language} dir="auto">${cues.map(({ text }) => html`<p>${text}</p>`)}</div>
    </details>`;
  }

  private watch({ target }: { target: EventTarget | null }): void {
    const { played, duration } = target as HTMLVideoElement;
    if (!this.finished && watchedEnough(played, duration, this.content.start, this.content.end)) this.seen();
  }

  private seen(): void {
    this.finished = true;
    this.onseen();
  }
}

define("player-video", PlayerVideo);
