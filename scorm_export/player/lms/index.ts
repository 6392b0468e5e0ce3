/** Chooses the adapter: SCORM 1.2 where an LMS offers its API. */

import { findApi } from "./find-api";
import type { Lms } from "./lms";
import { Scorm12, type Scorm12Api } from "./scorm12";

export type { Interaction, Keeping, Lms, Objective, Opening } from "./lms";

/** null when there is no LMS around the package, or it refuses to begin. */
export function findLms(start: Window): Lms | null {
  const api = findApi("API", start) as Scorm12Api | null;
  return api && Scorm12.begin(api);
}
