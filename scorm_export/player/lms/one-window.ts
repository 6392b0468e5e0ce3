/** One window per learner writes to the LMS: the newest takes over, the one before is told so and writes nothing more.
 *
 * Each window has its own copy of what the LMS keeps, and the last one to write wins: two that write lose answers and
 * passes. A web lock is stolen where there are web locks (https); else a word goes from window to window.
 */

import { randomUuid } from "../bridge/uuid";

/** The parts of the browser this needs; whatever it lacks is undefined. */
export interface Browser {
  locks: Pick<LockManager, "request"> | undefined;
  Channel: typeof BroadcastChannel | undefined;
  /** Asked only where there is nothing better: the first look at it holds up the page. */
  storage(): Storage | null;
  listen(heard: (event: Pick<StorageEvent, "key" | "newValue">) => void): void;
}

export function thisBrowser(storage: () => Storage | null): Browser {
  return {
    locks: globalThis.navigator?.locks,
    Channel: globalThis.BroadcastChannel,
    storage,
    listen: (heard) => addEventListener("storage", heard),
  };
}

/** Makes this the window that writes under `name`; `lost` is called once, when a newer window does the same. */
export function takeOver(name: string, browser: Browser, lost: () => void): void {
  let told = false;
  const tell = (): void => {
    if (!told) lost();
    told = true;
  };
  if (browser.locks) void hold(name, browser.locks, tell, () => announce(name, browser, tell));
  else announce(name, browser, tell);
}

/** Holds the lock for as long as the page lives. `denied`: this page may not use locks. */
async function hold(name: string, locks: Pick<LockManager, "request">, lost: () => void, denied: () => void): Promise<void> {
  try {
    await locks.request(name, { steal: true }, () => new Promise<void>(() => undefined));
  } catch (error) {
    if ((error as { name?: unknown } | null)?.name === "AbortError") lost();
    else denied();
  }
}

function announce(name: string, browser: Browser, lost: () => void): void {
  try {
    if (!browser.Channel) return mark(name, browser, lost);
    const channel = new browser.Channel(name);
    channel.onmessage = () => {
      channel.close();
      lost();
    };
    channel.postMessage("here");
  } catch {
    mark(name, browser, lost);
  }
}

/** Browsers of before 2022: they tell each other of a change in storage. Where that is blocked nobody can be told. */
function mark(name: string, { storage, listen }: Browser, lost: () => void): void {
  const me = randomUuid();
  listen(({ key, newValue }) => {
    if (key === name && newValue !== null && newValue !== me) lost();
  });
  try {
    storage()?.setItem(name, me);
  } catch {
    // Full or blocked storage: the status an LMS holds is still never taken back (scorm12.ts).
  }
}
