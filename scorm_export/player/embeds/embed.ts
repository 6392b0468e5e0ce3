/** A page of another site: its address is shown, and nothing is asked of it before the learner wants to. */

import { t } from "../../../frontend/i18n";
import { inCourse } from "./in-course";

const LEAST = 200;
const MOST = 2000;
const USUAL = 480;

export class PlayerEmbed extends HTMLElement {
  connectedCallback(): void {
    if (!inCourse(this) || this.querySelector("button, iframe")) return;
    const link = this.querySelector("a");
    const box = document.createElement("div");
    box.className = "notice embed";
    const text = document.createElement("p");
    text.textContent = t("This part comes from another site: {site}. That site learns that you look at it.", { site: this.site });
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = t("Show it here");
    button.addEventListener("click", () => this.show());
    const inside = document.createElement("div");
    inside.append(text, button, " ", ...(link ? [link] : []));
    box.append(inside);
    this.replaceChildren(box);
  }

  private get site(): string {
    try {
      return new URL(this.getAttribute("src") ?? "").host;
    } catch {
      return this.getAttribute("src") ?? "";
    }
  }

  private show(): void {
    const frame = document.createElement("iframe");
    frame.title = this.dataset["title"] || this.site;
    frame.referrerPolicy = "no-referrer";
    frame.allow = "fullscreen";
    frame.style.height = `${Math.min(MOST, Math.max(LEAST, Number(this.dataset["height"]) || USUAL))}px`;
    frame.src = this.getAttribute("src") ?? "";
    const link = this.querySelector("a");
    this.replaceChildren(frame, ...(link ? [link] : []));
    frame.focus();
  }
}
