/** The text that stands in index.html until the player is there goes a moment later: nothing is loaded for it. */
export function inCourse(element: Element): boolean {
  return element.closest("player-shell") !== null;
}
