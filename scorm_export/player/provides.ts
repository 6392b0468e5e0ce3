/** What blocks and bridge.js take from the player instead of bringing it along: Lit, base elements, texts, icons, questions. */

import * as lit from "lit";
import * as blockElement from "../../frontend/block-element";
import * as i18n from "../../frontend/i18n";
import * as digest from "./digest";
import * as graders from "./graders";
import * as plain from "./plain-text";
import * as problem from "./problem";
import * as domId from "./view/dom-id";
import * as element from "./view/element";
import * as icons from "./view/icons";
import * as answer from "./view/problem-answer";
import * as leaf from "./view/problem-leaf";
import * as response from "./view/problem-response";

export const provides = { lit, blockElement, i18n, digest, graders, plain, problem, domId, element, icons, answer, leaf, response };
