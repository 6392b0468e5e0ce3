/** A page of the package in a frame: an author's text with programs, or a page of the author's own.
 *
 * Pages that the exporter wrote tell their height and hand links on (player/frame/); others have the height the author
 * gave. Messages count only when they come from this very frame.
 */

import { t } from "../../../frontend/i18n";
import { inCourse } from "./in-course";

/** What a page in a frame says (player/frame/index.ts). */
type Message = { mobility: "height"; height: number } | { mobility: "open"; unit: string } | { mobility: "show"; top: number };

const LEAST = 40;
const MOST = 20000;
/** Of a page that does not tell its height, in pixels. */
const USUAL = 500;

export class PlayerFrame extends HTMLElement {
  private frame: HTMLIFrameElement | null = null;

  connectedCallback(): void {
    if (!inCourse(this)) return;
    this.frame ??= this.build();
    window.addEventListener("message", this.hear);
  }

  disconnectedCallback(): void {
    window.removeEventListener("message", this.hear);
  }

  private build(): HTMLIFrameElement {
    const frame = document.createElement("iframe");
    frame.title = this.dataset["title"] || t("Interactive part");
    // Popups out of a sandbox are pages like any other.
    if (this.dataset["sandbox"] !== undefined) frame.setAttribute("sandbox", "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox");
    const told = this.getAttribute("src")?.startsWith("frames/") ?? false;
    frame.style.height = `${told ? LEAST : Number(this.dataset["height"]) || USUAL}px`;
    frame.src = this.getAttribute("src") ?? "";
    this.replaceChildren(frame);
    return frame;
  }

  private readonly hear = ({ source, data }: MessageEvent<Message>): void => {
    if (!this.frame || source !== this.frame.contentWindow || data === null || typeof data !== "object") return;
    if (data.mobility === "height" && Number.isFinite(data.height)) {
      const border = this.frame.offsetHeight - this.frame.clientHeight;
      this.frame.style.height = `${Math.min(MOST, Math.max(LEAST, Math.ceil(data.height))) + border}px`;
    } else if (data.mobility === "open") this.open(String(data.unit));
    else if (data.mobility === "show" && Number.isFinite(data.top)) {
      window.scrollBy(0, this.frame.getBoundingClientRect().top + data.top);
    }
  };

  /** As if a link in the text had been clicked: the unit around knows what to do. */
  private open(unit: string): void {
    const link = document.createElement("a");
    link.href = `#/${encodeURIComponent(unit)}`;
    link.hidden = true;
    this.append(link);
    link.click();
    link.remove();
  }
}
