/** What blocks take from the player instead of bringing it along: Lit, the base element, the interface's texts. */

import * as lit from "lit";
import * as blockElement from "../../frontend/block-element";
import * as i18n from "../../frontend/i18n";

export const provides = { lit, blockElement, i18n };
