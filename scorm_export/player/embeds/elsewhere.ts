/** Words that were a link to a place which only the original course has. */

import { t } from "../../../frontend/i18n";

export class PlayerElsewhere extends HTMLElement {
  connectedCallback(): void {
    if (this.querySelector("small")) return;
    const note = document.createElement("small");
    note.textContent = ` (${t("only in the original course")})`;
    this.append(note);
  }
}
