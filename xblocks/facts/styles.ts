/** How facts look: big choices, one card per fact, logical sides for both directions, on paper only what was chosen. */
import { css } from "lit";

export const styles = css`
  fieldset {
    min-inline-size: 0;
    margin: var(--s4) 0 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-block-end: var(--s2);
    font-weight: 600;
  }
  .choices {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(11em, 100%), 1fr));
    gap: var(--s2);
  }
  .choice {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--s2);
    min-block-size: 44px;
    padding: var(--s2) var(--s3);
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
    cursor: pointer;
  }
  .choice:hover {
    background: var(--background);
  }
  .choice:has(input:checked) {
    border-color: var(--primary);
    box-shadow: inset 0 0 0 2px var(--primary);
    font-weight: 600;
  }
  .choice:has(input:focus-visible) {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  .choice input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--primary);
    cursor: inherit;
  }
  .choice input:focus-visible {
    outline: none;
  }
  fieldset:disabled .choice {
    cursor: default;
  }
  .status p {
    margin-block-start: var(--s3);
  }
  .title {
    margin-block: var(--s5) var(--s2);
    font-size: 1.2em;
    font-weight: 700;
    line-height: 1.3;
  }
  .topic {
    margin-block: var(--s5) var(--s2);
    font-weight: 700;
    color: var(--primary);
  }
  .facts {
    display: grid;
    gap: var(--s3);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .fact {
    padding: var(--s3) var(--s4);
    border-inline-start: 5px solid transparent;
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .fact.stale {
    border-inline-start-color: var(--warn);
  }
  .chip {
    inline-size: fit-content;
    margin-block-start: var(--s2);
    padding: 0 var(--s3);
    border: 1px solid var(--border);
    border-radius: 1em;
    font-size: 0.875em;
  }
  .source {
    margin-block-start: var(--s2);
    font-size: 0.875em;
  }
  .source a {
    color: var(--primary);
  }
  .note {
    display: flex;
    gap: var(--s2);
    margin-block-start: var(--s2);
    color: var(--warn);
  }
  .note svg {
    flex: none;
    margin-block-start: 0.25em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  @media (forced-colors: active) {
    .fact {
      border: 1px solid CanvasText;
    }
    .choice:has(input:checked) {
      outline: 3px solid Highlight;
    }
  }
  @media print {
    fieldset.answered,
    .status {
      display: none;
    }
    .fact {
      border: 1px solid currentColor;
      box-shadow: none;
      break-inside: avoid;
    }
    .title,
    .topic {
      break-after: avoid;
    }
    .source a::after {
      content: " <" attr(href) ">";
    }
  }
`;
