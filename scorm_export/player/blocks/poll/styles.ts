/** How polls look: big targets one below the other, a survey's answers side by side where there is room. */

import { css } from "lit";

export const styles = css`
  .questions {
    container-type: inline-size;
  }
  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  fieldset + fieldset {
    margin-block-start: var(--s5);
  }
  legend {
    padding: 0;
    margin-block-end: var(--s2);
    font-weight: 600;
  }
  img {
    display: block;
    max-inline-size: 100%;
    max-block-size: 14rem;
    border-radius: var(--radius);
  }
  .answers {
    display: grid;
    gap: var(--s2);
  }
  .choice {
    display: flex;
    gap: var(--s3);
    align-items: flex-start;
    min-block-size: 44px;
    padding: var(--s2) var(--s3);
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
    cursor: pointer;
  }
  .choice:has(:checked) {
    border-color: var(--primary);
    box-shadow: inset 0 0 0 1px var(--primary);
  }
  .choice:has(:focus-visible) {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  .choice:has(:disabled) {
    cursor: default;
  }
  /* Browsers draw a disabled button pale, chosen or not. */
  .choice:has(:checked:disabled)::after {
    content: "✓" / "";
    margin-inline-start: auto;
    color: var(--primary);
    font-weight: 700;
  }
  input {
    flex: none;
    inline-size: 1.25rem;
    block-size: 1.25rem;
    margin: 0.2em 0 0;
    accent-color: var(--primary);
  }
  input:focus-visible {
    outline: none;
  }
  .error {
    margin-block-end: var(--s2);
    color: var(--danger);
    font-weight: 600;
  }
  button {
    margin-block-start: var(--s4);
    min-block-size: 44px;
    padding: var(--s2) var(--s4);
    border: 1px solid var(--primary);
    border-radius: var(--radius);
    background: var(--primary);
    color: var(--on-primary);
    cursor: pointer;
  }
  button:hover {
    text-decoration: underline;
  }
  .told {
    margin-block: var(--s4);
  }
  .told:not(:empty) {
    padding: var(--s3) var(--s4);
    border-inline-start: 4px solid var(--ok);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .word {
    color: var(--ok);
    font-weight: 650;
  }
  .told slot {
    display: block;
    margin-block-start: var(--s2);
  }
  @container (min-width: 30em) {
    .several .answers {
      grid-template-columns: repeat(auto-fit, minmax(8em, 1fr));
    }
    .table fieldset {
      display: grid;
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
      gap: var(--s2) var(--s4);
      align-items: center;
      margin-block-start: 0;
      padding-block: var(--s3);
      border-block-end: 1px solid var(--border);
    }
    /* A floated legend takes part in the grid. */
    .table legend {
      float: left;
      margin: 0;
    }
    .table .error {
      grid-row: 1;
      grid-column: 1 / -1;
      margin: 0;
    }
    .table .answers {
      grid-template-columns: none;
      grid-auto-flow: column;
      grid-auto-columns: minmax(0, 1fr);
    }
    .table .choice {
      flex-direction: column;
      gap: 0;
      align-items: center;
      text-align: center;
    }
    .table .choice:has(:checked:disabled)::after {
      margin: 0;
      margin-block-start: -0.4em;
    }
  }
  @media (forced-colors: active) {
    .choice:has(:checked) {
      outline: 3px solid Highlight;
    }
    button {
      border-color: ButtonText;
      background: ButtonFace;
      color: ButtonText;
    }
  }
`;
