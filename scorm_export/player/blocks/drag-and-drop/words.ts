/** What a drag and drop says, in words. */

import { t } from "../../../../frontend/i18n";
import type { Definition, Item } from "./definition";
import { attemptsLeft, type State, type Verdict } from "./rules";

export function refusalWord(code: string): string {
  if (code === "zone-full") return t("There is no more room here. Choose another place.");
  if (code === "no-attempts") return t("You have used all your attempts.");
  return t("This could not be saved. Load the page again.");
}

/** What a check found; `state` is the one after it. */
export function verdictWords(definition: Definition, state: State, { right, misplaced, missing }: Verdict): string[] {
  const back = attemptsLeft(definition, state);
  return [
    ...(right.length > 0 ? [t("In the right place: {count}.", { count: right.length })] : []),
    ...(misplaced.length > 0 && back ? [t("Not in the right place, now back in the list: {count}.", { count: misplaced.length })] : []),
    ...(misplaced.length > 0 && !back ? [t("Not in the right place: {count}.", { count: misplaced.length })] : []),
    ...(missing.length > 0 ? [t("Not placed yet: {count}.", { count: missing.length })] : []),
  ];
}

export function pointsWord({ points }: Definition, state: State, language: string): string {
  const number = (thousandths: number): string => new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(thousandths / 1000);
  return t("Points: {earned} of {possible}", { earned: number(((state.best ?? 0) * points) / 1000), possible: number(points) });
}

/** Where items are put; the author's name for it, or its number. */
export function zoneName({ zones }: Definition, index: number): string {
  return zones[index]?.title || t("Place {number}", { number: index + 1 });
}

/** A picture that nobody described still needs a name to be spoken of. */
export function itemName({ items }: Definition, item: Item): string {
  return item.name || t("Item {number}", { number: items.indexOf(item) + 1 });
}
