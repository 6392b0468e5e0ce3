/** Opens the course afresh: the LMS's page has to load again too, since it holds the copy of what the LMS keeps. */

/** Reloads the outermost page around this one that is of the same origin. */
export function reopen(start: Window): void {
  let outermost = start;
  try {
    while (outermost.parent !== outermost && outermost.parent.location.href !== "") outermost = outermost.parent;
  } catch {
    // A page of another origin is not ours to reload.
  }
  outermost.location.reload();
}
