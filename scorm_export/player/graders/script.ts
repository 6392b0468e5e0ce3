/** graders.js: in a package whose course asks for numbers, formulas or places in a picture. */

import { calculating } from "./calculating";
import type { Calculating } from "./index";

const { mobilityPackage } = globalThis as unknown as { mobilityPackage: { registerGraders(graders: Calculating): void } };
mobilityPackage.registerGraders(calculating);
