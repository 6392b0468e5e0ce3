/** Entry of questions.js, which only packages hold whose problems need it. */

import { define } from "../view/element";
import { ImageAnswer } from "./image-answer";
import { PlayerQuestion } from "./question";
import { adopt } from "../adopt";
import style from "./style.css";

adopt(`${style}`);
define("player-image-answer", ImageAnswer);
define("player-question", PlayerQuestion);
