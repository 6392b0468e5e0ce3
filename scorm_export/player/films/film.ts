/** Beside or instead of a package's own film: where it lives elsewhere, its text in several languages, files to take along.
 *
 * Nothing of another site is asked for before the learner presses the button that names the site. A school's network may
 * not let the film through, so the film has a link of its own, and the learner can say that it was watched.
 */

import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { FilmPaper, FilmPlace, VideoContent } from "../package";
import { addCaptions, languageName, ours } from "../view/captions";
import { define, PlayerElement } from "../view/element";
import { icon } from "../view/icons";
import { watchedEnough } from "../watched";
import { FilmFrame, type Trouble } from "./frame";
import { addressOf, askedSite, siteOf } from "./place";

define("player-film-frame", FilmFrame);

export class PlayerFilm extends PlayerElement {
  static override properties = {
    content: { attribute: false },
    done: { type: Boolean },
    playing: { state: true },
    troubled: { state: true },
    chosen: { state: true },
  };
  declare content: VideoContent;
  declare done: boolean;
  declare onseen: () => void;
  /** The place that the learner has started. */
  declare private playing: FilmPlace | null;
  /** It does not come. */
  declare private troubled: boolean;
  /** Which transcript is shown. */
  declare private chosen: number;
  private claimed = false;
  private told = false;

  constructor() {
    super();
    this.playing = null;
    this.troubled = false;
    this.chosen = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.chosen = ours(this.content.transcripts);
  }

  override render(): TemplateResult {
    const { sources, more = { elsewhere: [], papers: [] } } = this.content;
    if (sources.length === 0) return html`${this.elsewhere(more.elsewhere)}${this.transcript()}${listOf(more.papers.map(paper))}`;
    return html`${this.transcript()}${listOf([...more.papers.map(paper), ...more.elsewhere.map((place) => this.link(place))])}`;
  }

  private elsewhere(places: readonly FilmPlace[]): TemplateResult {
    const { poster } = this.content;
    return html`<div class="card elsewhere">
      <p>${t("This film is not part of the course. It stays on another site and needs a network.")}</p>
      ${poster && !this.playing ? html`<img src=${poster} alt="" />` : nothing}
      ${places.map((place) => html`<div class="place">${place === this.playing ? this.player(place) : this.offer(place)}<p>${this.link(place)}</p></div>`)}
      <div class="trouble" role="status" tabindex="-1">${this.troubled ? trouble() : nothing}</div>
      ${this.done ? nothing : html`<button type="button" class="watched" @click=${this.claim}>${t("I have watched this film")}</button>`}
      <p class="word seen" role="status" tabindex="-1">${this.done ? html`${icon("check")} ${t("You have watched this film")}` : nothing}</p>
    </div>`;
  }

  private offer(place: FilmPlace): TemplateResult | typeof nothing {
    const site = askedSite(place);
    if (site === null) return nothing;
    return html`<p>${t("When you start the film here, your browser asks {site}. That site then sees your network address.", { site })}</p>
      <button type="button" class="primary" @click=${() => this.play(place)}>${t("Start the film from {site}", { site })}</button>`;
  }

  private link(place: FilmPlace): TemplateResult {
    const address = addressOf(place, this.content.start ?? 0);
    return html`<a href=${address} target="_blank" rel="noopener noreferrer">${t("Open the film at {site} in a new window", { site: siteOf(address) })}</a>`;
  }

  private player(place: FilmPlace): TemplateResult | typeof nothing {
    const { title, start = 0, end = null } = this.content;
    const name = title || t("Film");
    if (place.kind === "page") return nothing;
    if (place.kind === "youtube")
      return html`<player-film-frame .film=${place.id} .name=${name} .start=${start} .end=${end} .onseen=${this.seen} .ontrouble=${this.hear}></player-film-frame>`;
    const part = start > 0 || end !== null ? `#t=${start}${end === null ? "" : `,${end}`}` : "";
    const last = place.sources.length - 1;
    return html`<video controls autoplay playsinline aria-label=${name} @timeupdate=${this.watch} @ended=${this.watch} @error=${this.broken}>
      ${place.sources.map(({ src, type }, index) => html`<source src=${src.split("#")[0] + part} type=${type} @error=${index === last ? this.broken : nothing} />`)}
    </video>`;
  }

  private transcript(): TemplateResult | typeof nothing {
    const { transcripts } = this.content;
    const shown = transcripts[this.chosen];
    if (!shown) return nothing;
    return html`<details class="transcript">
      <summary>${t("Text of the video ({language})", { language: languageName(shown.language) })}</summary>
      ${transcripts.length > 1
        ? html`<label><span class="label">${t("Language of the text")}</span><select @change=${this.choose}>
            ${transcripts.map(({ language }, index) => html`<option value=${index} lang=${language} ?selected=${index === this.chosen}>${languageName(language)}</option>`)}
          </select></label>`
        : nothing}
      <div lang=${shown.language} dir="auto">${shown.cues.map(({ text }) => html`<p>${text}</p>`)}</div>
    </details>`;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const video = this.querySelector("video");
    if (changed.has("playing") && video) {
      addCaptions(video, this.content.transcripts);
      video.focus();
    }
    // What had the focus has gone.
    if (changed.has("playing") && this.troubled) this.querySelector<HTMLElement>(".trouble")?.focus();
    if (changed.has("done") && this.claimed) this.querySelector<HTMLElement>(".seen")?.focus();
  }

  private play(place: FilmPlace): void {
    this.troubled = false;
    this.playing = place;
  }

  private readonly hear = (trouble: Trouble): void => {
    this.troubled = trouble !== "";
    if (trouble === "blocked") this.playing = null;
  };

  private broken(): void {
    this.hear("blocked");
  }

  private choose({ target }: Event): void {
    this.chosen = Number((target as HTMLSelectElement).value);
  }

  private claim(): void {
    this.claimed = true;
    this.onseen();
  }

  private watch({ target }: Event): void {
    const { played, duration } = target as HTMLVideoElement;
    if (watchedEnough(played, duration, this.content.start, this.content.end)) this.seen();
  }

  private readonly seen = (): void => {
    if (!this.told) this.onseen();
    this.told = true;
  };
}

function listOf(items: readonly TemplateResult[]): TemplateResult | typeof nothing {
  return items.length > 0 ? html`<ul class="papers">${items.map((item) => html`<li>${item}</li>`)}</ul>` : nothing;
}

/** A file to take along, or an address on another site, which is named. */
function paper({ kind, src, language }: FilmPaper): TemplateResult {
  const away = /^https?:/i.test(src);
  const more = [...(language === null ? [] : [languageName(language)]), ...(away ? [siteOf(src)] : [])].join(", ");
  const name = kind === "handout" ? t("Handout") : t("Text of the film as a file");
  return html`<a href=${src} target="_blank" rel="noopener noreferrer" download=${away ? nothing : ""}>${name}${more === "" ? "" : ` (${more})`}</a>`;
}

function trouble(): TemplateResult {
  return html`<div class="notice">${icon("warn")}
    <p>${t("The film does not come. Perhaps your network does not let it through. Open it in a new window, or ask your teacher.")}</p>
  </div>`;
}
