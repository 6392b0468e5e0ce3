/** A video with captions and transcript; done when 95 % of it was really watched (contract 3).
 *
 * Captions are made from the cues in the unit's script, so no .vtt file has to be fetched and a strict policy allows it.
 */

import { html, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { VideoContent } from "../package";
import { define, PlayerElement } from "./element";

type Transcript = VideoContent["transcripts"][number];

/** Seconds of `video` that were played, each counted once. */
export function watched(played: TimeRanges): number {
  let seconds = 0;
  for (let index = 0; index < played.length; index++) seconds += played.end(index) - played.start(index);
  return seconds;
}

/** "Deutsch" for "de", in that language itself; the code where the browser does not know it. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

export class PlayerVideo extends PlayerElement {
  static override properties = { content: { attribute: false } };
  declare content: VideoContent;
  /** Called once, when enough of it was watched. */
  declare onseen: () => void;
  private finished = false;

  constructor() {
    super();
    this.onseen = () => undefined;
  }

  override render(): TemplateResult {
    const { title, sources, poster, transcripts } = this.content;
    return html`
      <h3>${title}</h3>
      <video controls playsinline preload="metadata" poster=${poster ?? ""} aria-label=${title} @timeupdate=${this.watch} @ended=${this.watch}>
        ${sources.map(({ src, type }) => html`<source src=${src} type=${type} />`)}
      </video>
      ${transcripts.map((transcript) => this.transcript(transcript))}
    `;
  }

  override firstUpdated(): void {
    const video = this.querySelector("video");
    if (!video) return;
    if (!this.content.poster) video.removeAttribute("poster");
    this.content.transcripts.forEach(({ language, cues }, index) => {
      const track = video.addTextTrack("captions", languageName(language), language);
      for (const { start, end, text } of cues) track.addCue(new VTTCue(start, end, text));
      track.mode = index === 0 ? "showing" : "hidden";
    });
  }

  private transcript({ language, cues }: Transcript): TemplateResult {
    return html`<details class="transcript">
      <summary>${t("Text of the video ({language})", { language: languageName(language) })}</summary>
      <div lang=${language} dir="auto">${cues.map(({ text }) => html`<p>${text}</p>`)}</div>
    </details>`;
  }

  private watch({ target }: { target: EventTarget | null }): void {
    const video = target as HTMLVideoElement;
    if (this.finished || !(video.duration > 0) || watched(video.played) < 0.95 * video.duration) return;
    this.finished = true;
    this.onseen();
  }
}

define("player-video", PlayerVideo);
