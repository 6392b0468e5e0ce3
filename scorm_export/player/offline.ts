/** Makes a course on a web site work without a network from the second visit on (format web only).
 *
 * There are no service workers on plain http and in files opened from a disk; a course works there all the same.
 */

import { READY, TAKE_OVER } from "./offline-words";

/** Calls `ready` once the whole course is on this device; never, when that can't be. */
export async function keepOffline(ready: () => void): Promise<void> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers || !location.protocol.startsWith("http")) return;
  try {
    const registration = await workers.register("service-worker.js", { updateViaCache: "none" });
    if (registration.waiting) renew(registration.waiting, workers);
    const { active } = await workers.ready;
    if (active && (await everythingThere(active))) ready();
  } catch {
    // Blocked or full storage: the course needs its network then, as any web page does.
  }
}

/** A version that has waited since the last visit takes over; this page begins again with it before anything is done. */
function renew(waiting: ServiceWorker, workers: ServiceWorkerContainer): void {
  workers.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage(TAKE_OVER);
}

function everythingThere(active: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data === true);
    active.postMessage(READY, [port2]);
  });
}
