/** The script of `drag-and-drop-v2` blocks in a package. */

import { register } from "../register";
import { rules } from "./rules";
import { DragAndDropElement } from "./view";

register("drag-and-drop-v2", "mobility-drag-and-drop", DragAndDropElement, rules);
