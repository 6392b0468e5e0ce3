/** What is said about a fact: its dates, the language of its source, whether it may have changed. Pure: time is an argument. */
import type { Fact } from "./rules";

/** The day where the learner is, YYYY-MM-DD. */
export function dayOf(now: Date): string {
  const [month, day] = [now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
  return `${now.getFullYear()}-${month}-${day}`;
}

/** Whether the month or day of the review is over on the day `today` (YYYY-MM-DD). */
export function isStale({ review }: Pick<Fact, "review">, today: string): boolean {
  return today.slice(0, review.length) > review;
}

/** "November 2027" or "15 November 2027", in the learner's language; nobody here puts the month before the day. */
export function dateWord(date: string, language: string): string {
  const shape: Intl.DateTimeFormatOptions = date.length > 7 ? { dateStyle: "long" } : { year: "numeric", month: "long" };
  const day = new Date(`${date.length > 7 ? date : `${date}-01`}T00:00:00Z`);
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { ...shape, timeZone: "UTC" }).format(day);
}

/** "Finnish" for fi; "" where that says nothing: it is the learner's own language, or nobody knows it. */
export function languageWord(code: string, language: string): string {
  if (code === "" || base(code) === base(language)) return "";
  try {
    return new Intl.DisplayNames([language], { type: "language", fallback: "none" }).of(code) ?? "";
  } catch {
    return "";
  }
}

/** The address as a link may carry it; "" for anything but the web's. */
export function webAddress(url: string): string {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol) ? url : "";
  } catch {
    return "";
  }
}

export interface Topic {
  title: string;
  facts: Fact[];
}

/** Facts by topic: topics in the order in which each comes first, facts in the author's order. */
export function topics(facts: readonly Fact[]): Topic[] {
  const titles = [...new Set(facts.map(({ topic }) => topic))];
  return titles.map((title) => ({ title, facts: facts.filter(({ topic }) => topic === title) }));
}

function base(code: string): string {
  return code.split("-", 1)[0]?.toLowerCase() ?? "";
}
