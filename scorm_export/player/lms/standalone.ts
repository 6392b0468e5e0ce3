/** No LMS in sight: everything works, in memory only, and the learner is told that nothing is kept. */

import type { Lms, Opening } from "./lms";

export class StandAlone implements Lms {
  readonly keeps = false;

  open(): Opening {
    return { state: "", status: null, learner: "", readonly: false, unread: false };
  }

  save(): boolean {
    return true;
  }

  commit(): void {}

  close(): void {}

  retire(): void {}
}
