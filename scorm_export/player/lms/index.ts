/** Chooses the adapter: SCORM 1.2 where an LMS offers its API, else stand-alone. */

import { findApi } from "./find-api";
import type { Lms } from "./lms";
import { Scorm12, type Scorm12Api } from "./scorm12";
import { StandAlone } from "./standalone";

export type { Interaction, Keeping, Lms, Objective, Opening } from "./lms";

export function findLms(start: Window): Lms {
  const api = findApi("API", start) as Scorm12Api | null;
  return (api && Scorm12.begin(api)) ?? new StandAlone();
}
