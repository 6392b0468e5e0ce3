/** A picture in which the learner marks a place: by pointer, with a crosshair and the arrow keys, or with two sliders.
 *
 * Sliders are there for who has neither: a screen reader on a touch screen, a switch.
 */

import { html, nothing, svg, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { Answer } from "../learner";
import type { ImageResponse } from "../package";
import { PlayerElement } from "../view/element";
import { describedBy, group, type ResponseView, result } from "../view/problem-response";
import { cornersOf, inside, middle, moved, type Place, read, said, shares, spelled } from "./crosshair";

export class ImageAnswer extends PlayerElement {
  static override properties = {
    response: { attribute: false },
    answer: { attribute: false },
    prefix: { attribute: false },
    describedBy: { attribute: false },
    disabled: { type: Boolean },
    aim: { state: true },
    moving: { state: true },
  };
  declare response: ImageResponse;
  declare answer: Answer | undefined;
  /** For ids in the page. */
  declare prefix: string;
  declare describedBy: string;
  declare disabled: boolean;
  declare change: (answer: Answer) => void;
  /** Where the crosshair stands, once it was moved. */
  declare private aim: Place | null;
  /** The crosshair was moved since the mark was set: its place is what is said. */
  declare private moving: boolean;

  constructor() {
    super();
    this.aim = null;
    this.moving = false;
  }

  private get mark(): Place | null {
    return read(this.answer);
  }

  private get place(): Place {
    const { width, height } = this.response;
    return this.aim ?? this.mark ?? { x: Math.floor(width / 2), y: Math.floor(height / 2) };
  }

  override render(): TemplateResult {
    return html`<div class="picture" style=${frame(this.response)} @click=${this.point}>
        ${picture(this.response)}
        ${this.mark ? html`<span class="spot" style=${this.at(this.mark)}></span>` : nothing}
        ${this.disabled ? nothing : this.crosshair()}
      </div>
      <p class="where" role="status" id=${`${this.prefix}-where`}>${this.words()}</p>
      ${this.disabled ? nothing : this.otherWays()}`;
  }

  private crosshair(): TemplateResult {
    const { describedBy } = this;
    return html`<div class="crosshair" role="application" tabindex="0" id=${`${this.prefix}-0`} style=${this.at(this.place)}
      aria-label=${t("Crosshair in the picture")} aria-describedby=${[`${this.prefix}-how`, `${this.prefix}-where`, describedBy].filter(Boolean).join(" ")}
      @keydown=${this.press}></div>`;
  }

  private otherWays(): TemplateResult {
    const [left, top] = shares(this.place, this.response);
    const slider = (words: string, value: number, set: (share: number) => Place): TemplateResult => html`<label>${words}
      <input type="range" min="0" max="100" .value=${String(value)} aria-valuetext="${value} %"
        @input=${(event: { target: HTMLInputElement }) => this.set(set(Number(event.target.value)))} /></label>`;
    const { width, height } = this.response;
    return html`<p class="description" id=${`${this.prefix}-how`}>
        ${t("Click or tap the place. With the keyboard: move the crosshair with the arrow keys (faster with Shift) and set the mark with Enter.")}</p>
      <details><summary>${t("Set the mark with two sliders")}</summary><div class="sliders">
        ${slider(t("From the left"), left, (share) => ({ ...this.place, x: (share / 100) * (width - 1) }))}
        ${slider(t("From the top"), top, (share) => ({ ...this.place, y: (share / 100) * (height - 1) }))}
      </div></details>`;
  }

  private words(): string {
    const { mark, moving, response } = this;
    if (moving) return t("Crosshair: {place}", { place: said(this.place, response) });
    return mark ? t("Your mark: {place}", { place: said(mark, response) }) : t("No mark yet");
  }

  private at({ x, y }: Place): string {
    const { width, height } = this.response;
    return `left: ${((x + 0.5) / width) * 100}%; top: ${((y + 0.5) / height) * 100}%`;
  }

  private point({ clientX, clientY, currentTarget }: { clientX: number; clientY: number; currentTarget: HTMLElement }): void {
    if (this.disabled) return;
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    const { response } = this;
    this.set({ x: Math.floor(((clientX - left) / width) * response.width), y: Math.floor(((clientY - top) / height) * response.height) });
  }

  private press(event: KeyboardEvent): void {
    const place = moved(this.place, event.key, event.shiftKey, this.response);
    const sets = event.key === "Enter" || event.key === " ";
    if (event.ctrlKey || event.altKey || event.metaKey || !(place || sets)) return;
    event.preventDefault();
    if (sets) return this.set(this.place);
    this.aim = place;
    this.moving = true;
  }

  private set(place: Place): void {
    this.aim = inside(place, this.response);
    this.moving = false;
    this.change(spelled(this.aim));
  }
}

/** The picture's own size as far as there is room. */
function frame({ width, height }: ImageResponse): string {
  return `max-inline-size: ${width}px; aspect-ratio: ${width} / ${height}`;
}

/** As in Open edX, a file of another size is not stretched but cut off, or leaves room. */
function picture({ src, alt, width }: ImageResponse): TemplateResult {
  const fit = ({ target }: { target: HTMLImageElement }): void => {
    if (target.naturalWidth > 0) target.style.width = `${(target.naturalWidth / width) * 100}%`;
  };
  return html`<img src=${src} alt=${alt} draggable="false" @load=${fit} />`;
}

/** Where the right places are: drawn over the picture, and in words. */
export function rightPlaces(response: ImageResponse): TemplateResult {
  const { width, height, areas } = response;
  const outlines = areas.map(cornersOf);
  return html`<div class="picture" style=${frame(response)}>${picture(response)}
      <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        ${outlines.map((corners) => svg`<polygon points=${corners.map(([x, y]) => `${x},${y}`).join(" ")} />`)}</svg></div>
    <ul>${outlines.map((corners) => html`<li>${t("around {place}", { place: said(inside(middle(corners), response), response) })}</li>`)}</ul>`;
}

/** The picture as a response: label, descriptions, error and result around it, tied to the crosshair. */
export function imageView(view: ResponseView, response: ImageResponse): TemplateResult {
  const described = describedBy(view);
  const picture = html`<player-image-answer .response=${response} .answer=${view.answer} .prefix=${view.id}
    .describedBy=${typeof described === "string" ? described : ""} ?disabled=${view.disabled} .change=${view.change}></player-image-answer>`;
  return html`<div class="response">${group(view, picture)}${result(view)}</div>`;
}
