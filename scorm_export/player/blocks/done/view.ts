/** The `done` block as learners see it: one button that stays pressed. */

import { css, html, type TemplateResult } from "lit";
import { BlockElement } from "../../../../frontend/block-element";
import { t } from "../../../../frontend/i18n";
import { type Action, type Definition, rules, type State } from "./rules";

export class DoneElement extends BlockElement<Definition, State, Action> {
  static override styles = [
    BlockElement.styles,
    css`
      button {
        min-block-size: 44px;
        padding: var(--s2) var(--s4);
        border: 1px solid var(--border);
        border-radius: var(--radius);
        background: var(--surface);
        cursor: pointer;
      }
      button[aria-pressed="true"] {
        border-color: var(--ok);
        color: var(--ok);
      }
      button:disabled {
        cursor: default;
      }
    `,
  ];
  protected override readonly rules = rules;

  protected override wordRefusal(): string {
    return t("This could not be saved. Load the page again.");
  }

  protected override renderBlock(): TemplateResult {
    const { done } = this.outcome.state;
    return html`<button type="button" aria-pressed=${done ? "true" : "false"} ?disabled=${this.host.context.readonly}
      @click=${() => this.send({ type: "done", value: !done })}>${done ? html`✓ ${t("Marked as done")}` : t("Mark as done")}</button>`;
  }
}
