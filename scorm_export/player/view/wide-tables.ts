/** Tables that are wider than the page scroll inside a frame of their own, which the keyboard can reach. */

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
}

/** Only a frame that really scrolls is a stop for the Tab key, and has a name there. */
function reach(frame: HTMLElement): void {
  const scrolls = frame.scrollWidth > frame.clientWidth;
  if (!scrolls) for (const name of ["tabindex", "role", "aria-label"]) frame.removeAttribute(name);
  else {
    const caption = frame.querySelector("caption")?.textContent?.trim();
    frame.tabIndex = 0;
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", caption || t("Wide table"));
  }
}
