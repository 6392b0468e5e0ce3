/** How the checklist looks: cards with big targets, one column that fits 320 px, logical sides for both directions. */
import { css } from "lit";

export const styles = css`
  svg {
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  ul,
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .readiness {
    margin-block: var(--s4);
    padding: var(--s4);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .readiness p[role="status"] {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--s4);
    justify-content: space-between;
    margin-block-end: var(--s2);
  }
  progress {
    display: block;
    inline-size: 100%;
    block-size: 12px;
    border: 1px solid var(--border);
    border-radius: 6px;
    overflow: hidden;
    appearance: none;
    background: var(--background);
  }
  progress::-webkit-progress-bar {
    background: var(--background);
  }
  progress::-webkit-progress-value {
    background: var(--primary);
    transition: inline-size 150ms;
  }
  progress::-moz-progress-bar {
    background: var(--primary);
  }
  .item {
    margin-block-end: var(--s4);
    padding: var(--s4);
    border-radius: var(--radius);
    border-inline-start: 5px solid transparent;
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .item[data-status="done"] {
    border-inline-start-color: var(--ok);
  }
  .item[data-status="in_hand"] {
    border-inline-start-color: var(--warn);
  }
  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    font-weight: 600;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s1) var(--s4);
    margin-block: var(--s2);
    font-size: 0.9em;
    color: var(--muted);
  }
  .chips li {
    display: inline-flex;
    align-items: center;
    gap: var(--s1);
  }
  .chips .required {
    color: var(--text);
    font-weight: 600;
  }
  .choices {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(7.5em, 1fr));
    gap: var(--s2);
  }
  .choice {
    position: relative;
    display: flex;
    min-block-size: 44px;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    cursor: pointer;
  }
  .choice input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
  .choice span {
    display: flex;
    flex: 1;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    padding-inline: var(--s2);
    border-radius: calc(var(--radius) - 1px);
  }
  .choice:hover span {
    background: var(--background);
  }
  .choice input:checked + span {
    background: var(--primary);
    color: var(--on-primary);
  }
  .choice.not_yet input:checked + span {
    background: var(--muted);
    color: var(--surface);
  }
  .choice input:focus-visible + span {
    outline: 3px solid var(--focus);
    outline-offset: 3px;
  }
  fieldset:disabled .choice {
    cursor: default;
  }
  details {
    margin-block-start: var(--s2);
  }
  summary {
    display: flex;
    align-items: center;
    min-block-size: 44px;
    inline-size: fit-content;
    color: var(--primary);
    text-decoration: underline;
    cursor: pointer;
  }
  textarea {
    display: block;
    inline-size: 100%;
    padding: var(--s2) var(--s3);
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }
  textarea[aria-invalid="true"] {
    border: 2px solid var(--danger);
  }
  .over {
    color: var(--danger);
    font-weight: 600;
  }
  .timeline > li {
    position: relative;
    padding-inline-start: var(--s6);
    border-inline-start: 2px solid var(--border);
    padding-block-end: var(--s2);
  }
  .timeline > li::before {
    content: "";
    position: absolute;
    inset-block-start: 0.4em;
    inset-inline-start: -8px;
    inline-size: 14px;
    block-size: 14px;
    border-radius: 50%;
    background: var(--primary);
  }
  .when {
    margin-block-end: var(--s2);
    font-weight: 700;
    color: var(--primary);
  }
  @media (forced-colors: active) {
    .choice input:checked + span {
      outline: 3px solid Highlight;
    }
    .item {
      border: 1px solid CanvasText;
    }
  }
  @media print {
    details:not([open]) {
      display: none;
    }
  }
`;
