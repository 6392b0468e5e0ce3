/** The script of `word_cloud` blocks in a package. */

import { register } from "../register";
import { rules } from "./rules";
import { WordCloudElement } from "./view";

register("word_cloud", "mobility-word-cloud", WordCloudElement, rules);
