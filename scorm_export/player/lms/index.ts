/** Chooses the adapter: the API of the package's own version of SCORM, else the other one's. */

import type { Outline } from "../package";
import { findApi } from "./find-api";
import type { Lms } from "./lms";
import type { Api } from "./run-time";
import { Scorm, type Version } from "./scorm";
import { SCORM_12 } from "./scorm12";
import { SCORM_2004 } from "./scorm2004";

export type { Interaction, Keeping, Lms, Objective, Opening } from "./lms";

/** Moodle takes a package whose version it misreads for SCORM 1.2, and then offers that API only. */
const TRIED: Record<Outline["format"], readonly Version[]> = {
  scorm12: [SCORM_12, SCORM_2004],
  scorm2004: [SCORM_2004, SCORM_12],
  web: [],
};

/** null when there is no LMS around the package, or it refuses to begin. */
export function findLms(start: Window, { format }: Pick<Outline, "format">): Lms | null {
  for (const version of TRIED[format]) {
    const api = findApi(version.api, start) as Api | null;
    const lms = api && Scorm.begin(api, version);
    if (lms) return lms;
  }
  return null;
}
