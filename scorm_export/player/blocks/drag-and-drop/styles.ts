/** How a drag and drop looks. Zones have two layouts: on the picture, or as a list under it where the picture is small. */

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
  .board {
    position: relative;
    margin-inline: auto;
  }
  .picture {
    position: relative;
    inline-size: 100%;
    border-radius: var(--radius);
    background: var(--background);
  }
  .picture img.whole {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    background: #fff;
  }
  .zone {
    display: flex;
    flex-direction: column;
    border-radius: 6px;
  }
  .drop {
    border-color: transparent;
    background: transparent;
    text-align: start;
    line-height: 1.3;
  }
  .placed {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s1);
  }
  .on-picture .zones {
    position: absolute;
    inset: 0;
  }
  .on-picture .zone {
    position: absolute;
    min-block-size: 44px;
    min-inline-size: 44px;
  }
  .on-picture .drop {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    padding: 0;
    border-radius: inherit;
    display: flex;
    justify-content: center;
    align-items: flex-start;
  }
  .on-picture .number,
  .on-picture .marks {
    display: none;
  }
  .on-picture .label {
    margin: 2px;
    padding: 0 var(--s1);
    border-radius: 4px;
    background: var(--surface);
    color: var(--text);
    font-size: 0.85em;
    font-weight: 600;
  }
  .on-picture .placed {
    direction: ltr;
    position: relative;
    flex: 1;
    pointer-events: none;
    align-content: center;
    align-items: center;
    padding: 2px;
    font-size: 0.85em;
  }
  .on-picture .labelled .placed {
    margin-block-start: 1.7em;
  }
  .on-picture .placed button {
    pointer-events: auto;
  }
  /* With an item in hand, what lies in a place does not stand before it. */
  .carrying .placed button[aria-pressed="false"] {
    pointer-events: none;
  }
  .on-picture .placed .item {
    padding: 2px var(--s2);
  }
  .on-picture .placed .item.bare {
    padding: 0;
    border: 0;
    background: transparent;
  }
  .on-picture .center .placed {
    flex-flow: column nowrap;
    justify-content: center;
  }
  .on-picture .right .placed {
    flex-direction: row-reverse;
  }
  .borders .on-picture .zone,
  .borders .mark {
    border: 2px dashed var(--text);
    box-shadow: 0 0 0 2px var(--surface), inset 0 0 0 2px var(--surface);
  }
  .on-picture .zone.over,
  .mark.over,
  .listed .zone.over {
    outline: 4px solid var(--focus);
    outline-offset: -2px;
  }
  .listed .zones {
    display: grid;
    gap: var(--s2);
    margin-block-start: var(--s3);
  }
  .listed .zone {
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .carrying.listed .zone {
    border: 2px dashed var(--focus);
  }
  .listed .drop {
    display: flex;
    align-items: center;
    gap: var(--s2);
  }
  .number {
    display: inline-grid;
    place-items: center;
    min-inline-size: 1.6em;
    padding-inline: 0.3em;
    border-radius: 1em;
    background: var(--primary);
    color: var(--on-primary);
    font-size: 0.85rem;
    font-weight: 700;
    line-height: 1.6;
  }
  .listed .placed:not(:empty) {
    padding: 0 var(--s3) var(--s3);
  }
  .mark {
    position: absolute;
    border-radius: 6px;
    display: flex;
    align-items: center;
    justify-content: center;
    cursor: pointer;
  }
  .mark img {
    max-inline-size: 100%;
    max-block-size: 100%;
  }
  .mark .number {
    position: absolute;
    box-shadow: 0 0 0 2px var(--surface);
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
    .item[aria-pressed="true"],
    .on-picture .zone.over,
    .mark.over {
      outline: 4px solid Highlight;
    }
    .item:not(button) {
      border-style: solid;
    }
  }
`;
