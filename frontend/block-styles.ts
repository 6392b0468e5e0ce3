/** Styles every block's element starts from: the tokens of tokens.css, each with a value for pages that lack them
 * (an Open edX page does), controls in the page's own font, one focus ring.
 */
import { css } from "lit";

export const baseStyles = css`
  :host {
    --primary: var(--m-color-primary, #0b5563);
    --on-primary: var(--m-color-on-primary, #ffffff);
    --surface: var(--m-color-surface, #ffffff);
    --background: var(--m-color-bg, #faf8f5);
    --text: var(--m-color-text, #23282b);
    --muted: var(--m-color-muted, #565f64);
    --border: var(--m-color-border, #7b868b);
    --ok: var(--m-color-ok, #1f6b3a);
    --warn: var(--m-color-warn, #855000);
    --danger: var(--m-color-danger, #a32b21);
    --focus: var(--m-color-focus, #0b5563);
    --radius: var(--m-radius, 10px);
    --shadow: var(--m-shadow, 0 1px 4px rgb(0 0 0 / 0.12));
    --s1: var(--m-space-1, 4px);
    --s2: var(--m-space-2, 8px);
    --s3: var(--m-space-3, 12px);
    --s4: var(--m-space-4, 16px);
    --s5: var(--m-space-5, 20px);
    --s6: var(--m-space-6, 24px);
    display: block;
    line-height: 1.6;
    text-align: start;
    overflow-wrap: anywhere;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  .block {
    color: var(--text);
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  p {
    margin: 0;
  }
  .quiet {
    color: var(--muted);
  }
  .refusal:not(:empty),
  .saving:not(:empty) {
    margin-block-start: var(--s3);
    padding: var(--s2) var(--s3);
    border-inline-start: 4px solid var(--warn);
    background: var(--background);
  }
  .refusal:not(:empty) {
    border-color: var(--danger);
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }
`;
