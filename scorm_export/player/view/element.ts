/** Base of the player's own elements: Lit in the light DOM, so that player.css and the author's HTML look as one. */

import { LitElement } from "lit";

export abstract class PlayerElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

/** Registers an element once; a script that runs twice does no harm. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
