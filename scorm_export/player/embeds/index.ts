/** The script of packages that hold frames, pages of other sites, links that lead nowhere here, or parts left behind.
 *
 * The exporter writes the first three into the author's HTML (scorm_export/html.py, convertors/html.py); nothing else does:
 * its clean-up removes them from what authors write.
 */

import { adopt } from "../adopt";
import { define } from "./define";
import { PlayerElsewhere } from "./elsewhere";
import { PlayerEmbed } from "./embed";
import { PlayerFrame } from "./frame";
import { PlayerNote } from "./note";
import style from "./style.css";

adopt(`${style}`);

define("player-frame", PlayerFrame);
define("player-embed", PlayerEmbed);
define("player-elsewhere", PlayerElsewhere);
define("player-note", PlayerNote);
