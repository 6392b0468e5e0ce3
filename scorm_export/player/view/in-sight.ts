/** Keeps the open unit in sight in an outline that is longer than the screen. */

/** On a wide screen the outline scrolls by itself; on a phone it is a part of the page, and the page is moved. */
export function bringIntoSight(outline: HTMLElement): void {
  const current = outline.querySelector("[aria-current]");
  if (!current) return;
  const [unit, frame] = [current.getBoundingClientRect(), outline.getBoundingClientRect()];
  const [top, bottom] = [Math.max(frame.top, 0), Math.min(frame.bottom, innerHeight)];
  if (unit.height === 0 || (unit.top >= top && unit.bottom <= bottom)) return;
  if (getComputedStyle(outline).overflowY === "auto") outline.scrollTop += unit.top - top - (bottom - top) / 3;
  else current.scrollIntoView({ block: "center" });
}
