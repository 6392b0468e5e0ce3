/** Makes commented passages of an author's text open: behind each a button, behind the button the comment.
 *
 * The passage itself stays text (a button can't run over several lines); a click on it does the same as its button.
 */

import { t } from "../../../../frontend/i18n";
import type { Comment } from "./rules";

export class Passage {
  readonly button = document.createElement("button");
  private readonly note = document.createElement("div");

  constructor(passage: HTMLElement, comment: Comment, number: number, private readonly changed: () => void) {
    const title = comment.title || t("Comment");
    passage.classList.add("mobility-passage");
    passage.dataset["colour"] = comment.colour;
    this.button.type = "button";
    this.button.className = "mobility-comment-button";
    this.button.textContent = String(number);
    this.button.setAttribute("aria-label", t("Comment {number}: {title}", { number, title }));
    this.note.className = "mobility-comment";
    this.note.innerHTML = comment.html;
    this.note.prepend(heading(title));
    this.open = false;
    behind(passage).after(this.button, this.note);
    this.button.addEventListener("click", () => this.turn());
    passage.addEventListener("click", (event) => this.clicked(event, passage));
  }

  get open(): boolean {
    return !this.note.hidden;
  }

  set open(open: boolean) {
    this.note.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
  }

  private turn(): void {
    this.open = !this.open;
    this.changed();
  }

  /** Links in a passage stay links; a passage inside another opens only its own comment. */
  private clicked(event: MouseEvent, passage: HTMLElement): void {
    const target = event.target as Element;
    if (target.closest("a, button, summary, .mobility-comment") || target.closest("[data-annotation]") !== passage) return;
    if (getSelection()?.isCollapsed !== false) this.turn();
  }
}

function heading(title: string): HTMLElement {
  const made = document.createElement("strong");
  made.dir = "auto";
  made.textContent = title;
  return made;
}

/** The passage, or the full stop or comma that follows it: that stays at its word. */
function behind(passage: HTMLElement): ChildNode {
  const next = passage.nextSibling;
  const stop = next instanceof Text ? /^[.,;:!?…)\]»”’"']+/u.exec(next.data) : null;
  if (!stop) return passage;
  (next as Text).splitText(stop[0].length);
  return next as Text;
}

/** All passages in `text`, in document order. */
export function passagesIn(text: HTMLElement, comments: readonly Comment[], changed: () => void): Passage[] {
  const marked = [...text.querySelectorAll<HTMLElement>("[data-annotation]")];
  const found = marked.flatMap((passage) => {
    const comment = comments[Number(passage.dataset["annotation"])];
    return comment ? [{ passage, comment }] : [];
  });
  return found.map(({ passage, comment }, index) => new Passage(passage, comment, index + 1, changed));
}
