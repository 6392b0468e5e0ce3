/** The checklist's script in a package: Lit, the base element and the texts come from the player. */
import type { BlockModule } from "../../frontend/host";
import { checklist } from "./module";

interface Player {
  registerBlock(module: BlockModule<never, never, never>): void;
}

(globalThis as unknown as { mobilityPackage: Player }).mobilityPackage.registerBlock(
  checklist as unknown as BlockModule<never, never, never>,
);
