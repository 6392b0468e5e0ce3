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
    // A new worker may have the date and size of the old one (zips have fixed dates); asked so, no server says "not
    // modified", and the browser compares with what was read here.
    await fetch(WORKER, { cache: "reload" }).catch(() => undefined);
    const registration = await workers.register(WORKER, { updateViaCache: "none" });
    if (registration.waiting) registration.waiting.postMessage(TAKE_OVER);
    else void registration.update().catch(() => undefined);
    const { active } = await workers.ready;
    if (active && (await everythingThere(active))) ready();
  } catch {
    // Blocked or full storage: the course needs its network then, as any web page does.
  }
}

/** A version that has waited since the last visit may take over while this page opens; then the page is of the old
 * version, and begins again before anything is done. */
function renewWithWorker(workers: ServiceWorkerContainer): void {
  if (workers.controller) workers.addEventListener("controllerchange", () => location.reload(), { once: true });
}

function everythingThere(active: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data === true);
    active.postMessage(READY, [port2]);
  });
}
