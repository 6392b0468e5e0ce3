/** The checklist as hosts know it, in a package and in Open edX. */
import { defineElement } from "../../frontend/block-element";
import type { BlockModule } from "../../frontend/host";
import { apply, join, restore, split, standing, withoutGone, type Action, type Definition, type State } from "./rules";
import { ChecklistElement } from "./view";

defineElement("mobility-checklist", ChecklistElement);

export const checklist: BlockModule<Definition, State, Action> = {
  tag: "mobility_checklist",
  element: "mobility-checklist",
  rules: apply,
  restore,
  standing,
  split,
  join,
  withoutGone,
};
