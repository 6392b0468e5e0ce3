/** How commented passages look. They stand in the page, where the element's own styles do not reach, so these go there. */

import { css } from "lit";

const passages = css`
  .mobility-passage {
    --paper: #fff3b0;
    padding-block: 0.1em;
    border-radius: 3px;
    background: var(--paper);
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
    text-decoration: underline dotted 2px;
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  .mobility-passage[data-colour="red"] { --paper: #fbdcd8; }
  .mobility-passage[data-colour="orange"] { --paper: #ffe0b8; }
  .mobility-passage[data-colour="green"] { --paper: #d6f1d9; }
  .mobility-passage[data-colour="blue"] { --paper: #d5e8fb; }
  .mobility-passage[data-colour="purple"] { --paper: #ecdcf9; }
  button.mobility-comment-button {
    position: relative;
    display: inline-block;
    min-block-size: 0;
    min-inline-size: 1.7em;
    margin-inline: 0.4em;
    padding: 0 0.3em;
    border: 1px solid currentColor;
    border-radius: 1em;
    font: inherit;
    font-size: 0.85em;
    font-style: normal;
    line-height: 1.5;
    text-align: center;
    cursor: pointer;
  }
  /* Big enough for a finger without pulling the lines apart. */
  button.mobility-comment-button::after {
    content: "";
    position: absolute;
    inset: 50% auto auto 50%;
    inline-size: 44px;
    block-size: 44px;
    transform: translate(-50%, -50%);
  }
  button.mobility-comment-button[aria-expanded="true"] { background: var(--m-color-primary, #0b5563); color: var(--m-color-on-primary, #ffffff); }
  .mobility-comment {
    margin-block: 8px;
    padding: 12px 16px;
    border-inline-start: 4px solid var(--m-color-primary, #0b5563);
    border-radius: var(--m-radius, 10px);
    background: var(--m-color-surface, #ffffff);
    color: var(--m-color-text, #23282b);
    font-style: normal;
    font-weight: 400;
    text-align: start;
    text-decoration: none;
    white-space: normal;
    cursor: auto;
  }
  .mobility-comment > strong { display: block; }
  .mobility-comment > :last-child { margin-block-end: 0; }
  .mobility-comment[hidden] { display: none; }
  @media (prefers-color-scheme: dark) {
    .mobility-passage { --paper: #4a4110; }
    .mobility-passage[data-colour="red"] { --paper: #5a2622; }
    .mobility-passage[data-colour="orange"] { --paper: #54360f; }
    .mobility-passage[data-colour="green"] { --paper: #1f4527; }
    .mobility-passage[data-colour="blue"] { --paper: #1d3d5c; }
    .mobility-passage[data-colour="purple"] { --paper: #43305a; }
  }
  @media (forced-colors: active) {
    .mobility-comment { border: 1px solid CanvasText; }
    button.mobility-comment-button[aria-expanded="true"] { border-width: 3px; background: ButtonFace; color: ButtonText; }
  }
  @media print {
    .mobility-comment[hidden] { display: block; }
  }
`;

/** Puts the styles into the page, once. */
export function stylePassages(page: Document | ShadowRoot): void {
  const sheet = passages.styleSheet;
  if (sheet && !page.adoptedStyleSheets.includes(sheet)) page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet];
}

export const styles = css`
  details {
    margin-block-end: var(--s4);
  }
  summary,
  button {
    min-block-size: 44px;
  }
  summary {
    display: list-item;
    inline-size: fit-content;
    padding-block: var(--s2);
    color: var(--primary);
    font-weight: 600;
    cursor: pointer;
  }
  button {
    margin-block-start: var(--s4);
    padding: var(--s2) var(--s4);
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
    cursor: pointer;
  }
`;
