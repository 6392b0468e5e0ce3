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
  renewWithWorker(workers);
  try {
    const before = await workers.getRegistration();
    if (before?.waiting) void askToTakeOver(before.waiting);
    // A new worker may have the date and size of the old one (zips have fixed dates); asked so, no server says "not
    // modified", and the browser compares with what was read here.
    const answer = await fetch(WORKER, { cache: "reload" }).catch(() => null);
    if (answer && GONE.includes(answer.status)) return void (await before?.unregister());
    const registration = await workers.register(WORKER, { updateViaCache: "none" });
    if (!registration.waiting) void registration.update().catch(() => undefined);
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

/** Asked more than once: the page before may still be counted as an open window for a moment. Milliseconds. */
const ASKED_AFTER = [0, 300, 1000];

async function askToTakeOver(waiting: ServiceWorker): Promise<void> {
  for (const pause of ASKED_AFTER) {
    await new Promise((done) => setTimeout(done, pause));
    if (touched || waiting.state !== "installed") return;
    waiting.postMessage(TAKE_OVER);
  }
}

/** A version that has waited since the last visit may take over while this page opens; then the page is of the old version,
 * and begins again, unless the learner has begun meanwhile: then the old version stays until the next visit. */
function renewWithWorker(workers: ServiceWorkerContainer): void {
  if (!workers.controller) return;
  workers.addEventListener("controllerchange", () => {
    if (!touched) location.reload();
  }, { once: true });
}

function everythingThere(active: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data === true);
    active.postMessage(READY, [port2]);
  });
}
