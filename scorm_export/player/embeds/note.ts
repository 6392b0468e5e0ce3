/** What could not come along: a calm note in its place that says what is done elsewhere, with a link where there is one. */

import { t } from "../../../frontend/i18n";
import type { Elsewhere } from "../package";

export class PlayerNote extends HTMLElement {
  connectedCallback(): void {
    const text = document.createElement("p");
    text.textContent = `${words(this.getAttribute("kind") as Elsewhere, this.getAttribute("tag") ?? "")} `;
    const href = this.getAttribute("href");
    if (href) text.append(original(href));
    this.replaceChildren(text);
  }
}

function original(href: string): HTMLAnchorElement {
  const link = document.createElement("a");
  Object.assign(link, { href, target: "_blank", rel: "noopener noreferrer" });
  link.textContent = t("Open it in the original course");
  return link;
}

function words(kind: Elsewhere, tag: string): string {
  switch (kind) {
    case "discussion":
      return t("Here learners talk with each other. That takes place in the original course.");
    case "review":
      return t("Here learners hand in work that others look at. That takes place in the original course.");
    case "handed-in":
      return t("Here learners hand in work to their teacher. That takes place in the original course.");
    case "tool":
      return t("Here the original course opens a tool on another server.");
    case "activity":
      return t("Here the original course has an activity that could not come along.");
    case "question":
      return t("This question can be answered only in the original course.");
    case "film":
      return t("This film could not come along.");
    case "broken":
      return t("This part could not be read. Please tell your teacher.");
    case "empty":
      return t("There is nothing here yet.");
    default:
      return t("This part works only in the original course ({tag}).", { tag });
  }
}
