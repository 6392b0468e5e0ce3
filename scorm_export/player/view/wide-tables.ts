/** What is wider than the page scrolls inside a frame of its own, which the keyboard can reach: tables, and lines of code. */

import { t } from "../../../frontend/i18n";

const observer = typeof ResizeObserver === "undefined" ? null : new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target as HTMLElement)));

export function frameTables(root: HTMLElement): void {
  for (const table of root.querySelectorAll<HTMLTableElement>(".author table")) {
    if (table.parentElement?.classList.contains("wide") || table.parentElement?.closest("table")) continue;
    const frame = document.createElement("div");
    frame.className = "wide";
    table.replaceWith(frame);
    frame.append(table);
    observer?.observe(frame);
  }
  for (const lines of root.querySelectorAll<HTMLElement>(".author pre")) {
    // A command stays readable from its beginning in a course that is read from right to left.
    if (!lines.dir) lines.dir = "auto";
    observer?.observe(lines);
  }
}

/** Only a frame that really scrolls is a stop for the Tab key, and has a name there. */
function reach(frame: HTMLElement): void {
  const scrolls = frame.scrollWidth > frame.clientWidth;
  if (!scrolls) for (const name of ["tabindex", "role", "aria-label"]) frame.removeAttribute(name);
  else {
    const caption = frame.querySelector("caption")?.textContent?.trim();
    frame.tabIndex = 0;
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", caption || (frame.matches("pre") ? t("Wide text") : t("Wide table")));
  }
}
