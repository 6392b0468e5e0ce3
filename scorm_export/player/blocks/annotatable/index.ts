/** The script of `annotatable` blocks in a package. */

import { register } from "../register";
import { rules } from "./rules";
import { AnnotatableElement } from "./view";

register("annotatable", "mobility-annotatable", AnnotatableElement, rules);
