/** The script of packages whose text holds frames, pages of other sites, or links that lead nowhere here.
 *
 * The exporter writes these elements into the author's HTML (scorm_export/html.py, convertors/html.py); nothing else does:
 * its clean-up removes them from what authors write.
 */

import { define } from "./define";
import { PlayerElsewhere } from "./elsewhere";
import { PlayerEmbed } from "./embed";
import { PlayerFrame } from "./frame";

define("player-frame", PlayerFrame);
define("player-embed", PlayerEmbed);
define("player-elsewhere", PlayerElsewhere);
