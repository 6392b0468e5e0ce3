/** The script of dated facts in a package: Lit, the base element and the texts come from the player. */
import type { BlockModule } from "../../frontend/host";
import { facts } from "./module";

interface Player {
  registerBlock(module: BlockModule<never, never, never>): void;
}

(globalThis as unknown as { mobilityPackage: Player }).mobilityPackage.registerBlock(
  facts as unknown as BlockModule<never, never, never>,
);
