/** Dated facts as hosts know them, in a package and in Open edX. */
import { defineElement } from "../../frontend/block-element";
import type { BlockModule } from "../../frontend/host";
import { noNotes } from "../../frontend/no-notes";
import { apply, restore, standing, type Action, type Definition, type State } from "./rules";
import { FactsElement } from "./view";

defineElement("mobility-facts", FactsElement);

export const facts: BlockModule<Definition, State, Action> = {
  tag: "mobility_facts",
  element: "mobility-facts",
  rules: apply,
  restore,
  standing,
  ...noNotes,
};
