/** A place where a film lives: the site that is asked when it plays, and the address for a window of its own. */

import type { FilmPlace } from "../package";
import { ORIGIN, pageAddress } from "./youtube";

/** What learners read as the site's name; the address itself where it is none. */
export function siteOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** The site that the browser asks when the film plays here; null: it can't play here. */
export function askedSite(place: FilmPlace): string | null {
  if (place.kind === "page") return null;
  return siteOf(place.kind === "youtube" ? ORIGIN : (place.sources[0]?.src ?? ""));
}

/** Where the film opens beside the course. */
export function addressOf(place: FilmPlace, start: number): string {
  if (place.kind === "youtube") return pageAddress(place.id, start);
  return place.kind === "page" ? place.url : (place.sources[0]?.src ?? "");
}
