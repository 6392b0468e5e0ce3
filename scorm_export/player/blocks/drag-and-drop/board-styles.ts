/** How the board looks. Places have two layouts: on the picture, or as a list under it where the picture is small. */

import { css } from "lit";

export const boardStyles = css`
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
  .on-picture .number {
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
  @media (forced-colors: active) {
    .zone.over,
    .mark.over {
      outline-color: Highlight;
    }
  }
`;
