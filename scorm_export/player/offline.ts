/** Makes a course on a web site work without a network from the second visit on (format web only).
 *
 * There are no service workers on plain http and in files opened from a disk; a course works there all the same.
 */

import { READY, TAKE_OVER } from "./offline-words";

const WORKER = "service-worker.js";

/** Calls `ready` once the whole course is on this device; never, when that can't be. */
export async function keepOffline(ready: () => void): Promise<void> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers || !location.protocol.startsWith("http")) return;
  try {
    const before = await workers.getRegistration();
    if (before?.waiting && !touched) renew(workers, before.waiting);
    // A new worker may have the date and size of the old one (zips have fixed dates); asked so, no server says "not
    // modified", and the browser compares with what was read here.
    const answer = await fetch(WORKER, { cache: "reload" }).catch(() => null);
    if (answer && GONE.includes(answer.status)) return void (await before?.unregister());
    const registration = await workers.register(WORKER, { updateViaCache: "none" });
    void registration.update().catch(() => undefined);
    const { active } = await workers.ready;
    if (active && (await everythingThere(active))) ready();
  } catch {
    // Blocked or full storage: the course needs its network then, as any web page does.
  }
}

/** The course was taken down: from the next visit on nothing of it is shown from this device. */
const GONE = [404, 410];

/** The learner has begun to do something: from then on the page is never loaded again by itself. */
let touched = false;
for (const kind of ["pointerdown", "keydown", "input"]) {
  globalThis.addEventListener?.(kind, () => (touched = true), { capture: true, once: true });
}

/** A version that has waited since the last visit takes over while this page opens, which is of the old version and begins
 * again. Asked before anything else, so that it is done before a learner can do anything; if not, the old one stays. */
function renew(workers: ServiceWorkerContainer, waiting: ServiceWorker): void {
  workers.addEventListener("controllerchange", () => {
    if (!touched) location.reload();
  }, { once: true });
  waiting.postMessage(TAKE_OVER);
}

function everythingThere(active: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data === true);
    active.postMessage(READY, [port2]);
  });
}
