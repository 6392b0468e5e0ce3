/** How a drag and drop looks, all but its board (board-styles.ts). */

import { css } from "lit";

export const styles = css`
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .dnd > * + * {
    margin-block-start: var(--s4);
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .name {
    font-weight: 600;
  }
  button,
  summary {
    min-block-size: 44px;
    cursor: pointer;
  }
  button {
    padding: var(--s2) var(--s4);
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }
  button:disabled {
    cursor: default;
  }
  summary {
    display: flex;
    align-items: center;
    gap: var(--s2);
    inline-size: fit-content;
    color: var(--primary);
    text-decoration: underline;
  }
  .help ul {
    padding-inline-start: var(--s5);
    list-style: disc;
  }
  .bank {
    padding: var(--s3);
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--background);
  }
  .bank ul,
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: var(--s2);
  }
  .bank li,
  .placed li {
    max-inline-size: 100%;
  }
  .item {
    display: inline-flex;
    align-items: center;
    gap: var(--s2);
    max-inline-size: 100%;
    padding: var(--s2) var(--s3);
    border: 2px solid var(--border);
    border-radius: var(--radius);
    background: var(--item-background, var(--surface));
    color: var(--item-text, var(--text));
    line-height: 1.3;
    text-align: start;
    touch-action: pan-y;
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
  }
  button.item:not(:disabled) {
    cursor: grab;
  }
  .item img {
    display: block;
    max-inline-size: 100%;
    block-size: auto;
    pointer-events: none;
  }
  .item.bare {
    padding: 0;
    background: #fff;
  }
  .listed .item img {
    max-block-size: 8rem;
  }
  .face {
    unicode-bidi: plaintext;
    min-inline-size: 0;
  }
  .grip {
    flex: none;
    align-self: stretch;
    display: grid;
    place-items: center;
    margin-inline-start: calc(-1 * var(--s3));
    margin-block: calc(-1 * var(--s2));
    padding-inline: var(--s3) var(--s1);
    touch-action: none;
  }
  .bare .grip {
    margin: 0;
    background: var(--surface);
    color: var(--text);
    border-radius: var(--radius);
  }
  .item[aria-pressed="true"] {
    border-color: var(--focus);
    box-shadow: 0 0 0 3px var(--focus);
  }
  .item.dragging {
    position: relative;
    z-index: 5;
    transform: translate(var(--drag-x), var(--drag-y));
    cursor: grabbing;
    opacity: 0.9;
  }
  .said {
    min-block-size: 3.2em;
    padding: var(--s2) var(--s3);
    border-inline-start: 4px solid var(--primary);
    background: var(--background);
  }
  .said.right {
    border-color: var(--ok);
  }
  .said.wrong {
    border-color: var(--danger);
  }
  .said .first {
    font-weight: 600;
  }
  .said.right .first {
    color: var(--ok);
  }
  .said.wrong .first {
    color: var(--danger);
  }
  .main {
    border-color: var(--primary);
    background: var(--primary);
    color: var(--on-primary);
  }
  .main:disabled {
    border-color: var(--border);
    background: transparent;
    color: var(--muted);
  }
  .overall {
    display: grid;
    gap: var(--s2);
  }
  .explanation {
    padding: var(--s3);
    border-inline-start: 4px solid var(--primary);
    background: var(--background);
  }
  ::slotted(div) {
    max-inline-size: 100%;
  }
  @media (forced-colors: active) {
    .item[aria-pressed="true"] {
      outline: 4px solid Highlight;
    }
  }
`;
