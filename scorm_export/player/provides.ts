/** What blocks and bridge.js take from the player instead of bringing it along: Lit, base elements, texts, icons, questions. */

import * as lit from "lit";
import * as blockElement from "../../frontend/block-element";
import * as i18n from "../../frontend/i18n";
import { fingerprint } from "./digest";
import { complaintAbout } from "./graders";
import { plainText } from "./plain-text";
import { attemptsLeft, responsesOf } from "./problem";
import { domId } from "./view/dom-id";
import * as element from "./view/element";
import * as icons from "./view/icons";
import { answerView } from "./view/problem-answer";
import { PlayerProblem } from "./view/problem-leaf";
import { aside, control, describedBy, group, responseView, result, textView } from "./view/problem-response";

/** What questions.js builds on. */
const questions = {
  fingerprint, complaintAbout, plainText, attemptsLeft, responsesOf, domId, answerView, PlayerProblem,
  aside, control, describedBy, group, responseView, result, textView,
};

export const provides = { lit, blockElement, i18n, element, icons, questions };
