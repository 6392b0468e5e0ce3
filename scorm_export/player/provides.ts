/** What blocks and bridge.js take from the player instead of bringing it along: Lit, base elements, texts, icons. */

import * as lit from "lit";
import * as blockElement from "../../frontend/block-element";
import * as i18n from "../../frontend/i18n";
import * as element from "./view/element";
import * as icons from "./view/icons";

export const provides = { lit, blockElement, i18n, element, icons };
