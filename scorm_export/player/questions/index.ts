/** Entry of questions.js, which only packages hold whose problems need it. */

import { define } from "../view/element";
import { ImageAnswer } from "./image-answer";
import { PlayerQuestion } from "./question";
import style from "./style.css";

const sheet = document.createElement("style");
sheet.textContent = `${style}`;
document.head.append(sheet);
define("player-image-answer", ImageAnswer);
define("player-question", PlayerQuestion);
