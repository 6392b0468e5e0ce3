/** What a page asks its service worker. */

/** Answered with true when the whole course is on the device. */
export const READY = "mobility: is everything here?";
/** A new version waits; this page has only just begun. */
export const TAKE_OVER = "mobility: take over";
