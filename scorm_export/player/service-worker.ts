/** Keeps a whole course on the device (format web): every file at the first visit, served from there ever after.
 *
 * The exporter puts `self.mobilityFiles` in front. Each file is taken only with the digest written there, so that a
 * site that is being replaced never leaves a mix of two versions. Other addresses, other methods and the record are
 * not touched; mobility.json is asked from the network first, because an administrator may edit it.
 */

import { partOf } from "./byte-range";
import { READY, TAKE_OVER } from "./offline-words";

interface Files {
  /** The package version. */
  version: string;
  /** Name → digest (as `integrity` wants it) of every file that is kept. */
  kept: Record<string, string>;
  /** Files that are asked from the network first. */
  newest: string[];
}

interface LastingEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface AskingEvent extends LastingEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** What of a worker's own world we use; TypeScript's library for it can't stand beside that of pages. */
interface Worker {
  readonly mobilityFiles: Files;
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void>; matchAll(which: object): Promise<readonly { readonly url: string }[]> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", heard: (event: LastingEvent) => void): void;
  addEventListener(kind: "fetch", heard: (event: AskingEvent) => void): void;
  addEventListener(kind: "message", heard: (event: LastingEvent & MessageEvent) => void): void;
}

const worker = self as unknown as Worker;
const { version, kept, newest } = worker.mobilityFiles;
const { scope } = worker.registration;
/** Several courses may share an origin; a scope holds no blank, so no name begins another. */
const CACHES = `mobility ${scope} `;
const CACHE = CACHES + version;

const addressOf = (name: string): string => new URL(name.split("/").map(encodeURIComponent).join("/"), scope).href;
const names = new Map([...Object.keys(kept), ...newest].map((name) => [addressOf(name), name]));
names.set(scope, "index.html");

/** The file a request means; undefined for everything that is not ours to answer. */
function nameOf({ method, url }: Request): string | undefined {
  return method === "GET" ? names.get(url.split(/[?#]/, 1)[0] ?? "") : undefined;
}

/** Servers tell files apart by date and size, and files from a zip may share both: when what the browser has of an
 * earlier version does not match the digest, the file itself is asked for. */
async function take(name: string): Promise<void> {
  const address = addressOf(name);
  const integrity = kept[name] ?? "";
  const answer = await fetch(address, { cache: "no-cache", integrity }).catch(() => fetch(address, { cache: "reload", integrity }));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  await (await caches.open(CACHE)).put(address, await lasting(answer));
}

/** A page may not be answered with a redirected response: some servers send index.html to the folder. */
async function lasting(answer: Response): Promise<Response> {
  if (!answer.redirected) return answer;
  return new Response(await answer.blob(), { headers: { "Content-Type": answer.headers.get("Content-Type") ?? "" } });
}

/** Takes what is missing; rejects when something can't be had. */
async function takeMissing(): Promise<void> {
  const there = new Set((await (await caches.open(CACHE)).keys()).map(({ url }) => url));
  const missing = (list: string[]): string[] => list.filter((name) => !there.has(addressOf(name)));
  await Promise.all(missing(Object.keys(kept)).map(take));
  await Promise.all(missing(newest).map((name) => newestOf(name, addressOf(name)).catch(() => undefined)));
}

async function dropOlder(): Promise<void> {
  const older = (await caches.keys()).filter((name) => name.startsWith(CACHES) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
}

async function keptAnswer(name: string): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(addressOf(name));
}

async function answerFor(name: string, request: Request): Promise<Response> {
  if (newest.includes(name)) return newestOf(name, request);
  const there = await keptAnswer(name);
  return there ? partOf(there, request.headers.get("Range")) : fetch(request);
}

async function newestOf(name: string, request: Request | string): Promise<Response> {
  try {
    const answer = await fetch(request, { cache: "reload" });
    if (answer.ok) await (await caches.open(CACHE)).put(addressOf(name), await lasting(answer.clone()));
    return answer;
  } catch (error) {
    const there = await keptAnswer(name);
    if (there) return there;
    throw error;
  }
}

/** A new version takes over only when one window is open: two would be served from two versions. */
async function takeOver(): Promise<void> {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (windows.filter(({ url }) => url.startsWith(scope)).length <= 1) await worker.skipWaiting();
}

/** Tells whether everything is on the device: browsers may have thrown some of it away since. */
async function tellReady(port: MessagePort | undefined): Promise<void> {
  const ready = await takeMissing().then(() => true, () => false);
  port?.postMessage(ready);
}

worker.addEventListener("install", (event) => event.waitUntil(takeMissing()));
worker.addEventListener("activate", (event) => event.waitUntil(dropOlder().then(() => worker.clients.claim())));
worker.addEventListener("fetch", (event) => {
  const name = nameOf(event.request);
  if (name !== undefined) event.respondWith(answerFor(name, event.request));
});
worker.addEventListener("message", (event) => {
  if (event.data === READY) event.waitUntil(tellReady(event.ports[0]));
  if (event.data === TAKE_OVER) event.waitUntil(takeOver());
});
