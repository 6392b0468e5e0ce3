/** Hands a block of Open edX to the player, which gives it Lit, the base element and the texts. */

import { defineElement } from "../../../frontend/block-element";
import type { BlockModule } from "../../../frontend/host";

interface Player {
  registerBlock(module: BlockModule<never, never, never>): void;
}

/** `tag` as in OLX. The custom element's name must be one that no other block has. */
export function register<D, S, A>(tag: string, element: string, view: CustomElementConstructor, rules: Omit<BlockModule<D, S, A>, "tag" | "element">): void {
  defineElement(element, view);
  const { mobilityPackage } = globalThis as unknown as { mobilityPackage: Player };
  mobilityPackage.registerBlock({ tag, element, ...rules } as unknown as BlockModule<never, never, never>);
}
