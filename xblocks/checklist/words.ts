/** What the checklist says in words: owners, statuses, dates. */
import { t } from "../../frontend/i18n";
import type { Item, Owner, Status } from "./rules";

export function statusWord(status: Status): string {
  const words: Record<Status, string> = {
    not_yet: t("Not yet"),
    in_hand: t("In hand"),
    done: t("Done"),
    not_needed: t("Not needed"),
  };
  return words[status];
}

export function ownerWord(owner: Owner): string {
  const words: Record<Owner, string> = {
    me: t("You"),
    school: t("Your school"),
    host: t("Host company"),
    coordinator: t("Coordinator"),
    family: t("Your family"),
  };
  return words[owner];
}

/** "7 March 2027" when the day of departure is known, else "7 days before you leave". */
export function dueWord(due: number | null, departure: string | null, language: string): string {
  if (due === null) return t("At any time");
  const day = departure === null ? NaN : Date.parse(`${departure}T00:00:00Z`);
  if (Number.isNaN(day)) return relativeWord(due);
  const date = new Date(day + due * 86_400_000);
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(date);
}

/** Words for a refusal's code (rules.ts). */
export function refusalWord(code: string): string {
  if (code === "note-too-long") return t("Your note is too long, so it was not saved. Please make it shorter.");
  if (code === "unknown-item") return t("This step is no longer part of the checklist. Please load the page again.");
  return t("This could not be saved. Please load the page again.");
}

export interface Group {
  title: string;
  items: Item[];
}

/** Steps by date, those without a date last; the author's order within a day. */
export function timeline(items: readonly Item[], title: (due: number | null) => string): Group[] {
  const days = [...new Set(items.map((item) => item.due))].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  return days.map((due) => ({ title: title(due), items: items.filter((item) => item.due === due) }));
}

function relativeWord(due: number): string {
  if (due === 0) return t("On the day you leave");
  if (due === -1) return t("The day before you leave");
  if (due === 1) return t("The day after you leave");
  return due < 0 ? t("{days} days before you leave", { days: -due }) : t("{days} days after you leave", { days: due });
}
