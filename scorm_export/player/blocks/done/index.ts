/** The script of `done` blocks in a package. */

import { register } from "../register";
import { rules } from "./rules";
import { DoneElement } from "./view";

register("done", "mobility-done", DoneElement, rules);
