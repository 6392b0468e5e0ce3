/** Starts the player in a package's index.html, once the page and its scripts are there. */

import { App } from "./app";
import { browserStorage, ownerDigest } from "./bridge/vault";
import { registerGraders } from "./graders";
import { Library } from "./library";
import { findLms, type Lms, type Opening } from "./lms";
import { Device } from "./lms/device";
import { takeOver, thisBrowser } from "./lms/one-window";
import { keepOffline } from "./offline";
import type { Outline } from "./package";
import { provides } from "./provides";
import { Session } from "./session";
import { define } from "./view/element";
import { PlayerShell } from "./view/shell";

const library = new Library();

/** What unit, language, block and bridge scripts talk to. */
const mobilityPackage = {
  provides,
  unit: library.unit.bind(library),
  messages: library.messages.bind(library),
  registerBlock: library.registerBlock.bind(library),
  registerGraders,
  registerBridge: library.registerBridge.bind(library),
};

function readOutline(): Outline {
  return JSON.parse(document.getElementById("outline")?.textContent ?? "") as Outline;
}

/** Scripts written from right to left. */
const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur", "ps", "ku", "yi"];

function speak(outline: Outline): void {
  const language = library.speak(navigator.languages ?? [], outline.language);
  document.documentElement.lang = language;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(language.split("-")[0] ?? "") ? "rtl" : "ltr";
}

async function start(): Promise<void> {
  const outline = readOutline();
  speak(outline);
  const lms = findLms(window, outline) ?? (await Device.begin(outline.package));
  const opening = lms.open();
  let app: App | undefined;
  let lost = false;
  listen(lms, () => app);
  // Before anything else is read: what an older window keeps from here on would be overwritten.
  claimWindow(outline, lms, opening, () => {
    lost = true;
    app?.retire();
  });
  app = new App(await Session.open(outline, library, lms, opening));
  if (lost) app.retire();
  await app.begin();
  const shell = document.createElement("player-shell") as PlayerShell;
  shell.app = app;
  document.getElementById("player")?.replaceChildren(shell);
  if (outline.format === "web") void keepOffline(() => app.nowOffline());
  app.onowner = () => void report(app);
  await report(app);
}

/** Reports to the coordinator's record, when this package was made for that. */
async function report(app: App): Promise<void> {
  if (document.documentElement.dataset["reporting"] !== "true" || app.session.readonly) return;
  const reporter = (await (await library.bridge())?.connect(app.session)) ?? null;
  if (app.session.readonly) return;
  app.unreadable = reporter === null;
  if (reporter) app.use(reporter);
  else app.onchange();
}

/** Of several windows with this course the newest writes to the LMS; without one, to this device. */
function claimWindow(outline: Outline, lms: Lms, opening: Opening, lost: () => void): void {
  if (opening.readonly || opening.unread) return;
  const owner = lms instanceof Device ? "device" : ownerDigest(outline.package, opening.learner);
  takeOver(`mobility:${outline.package}:${owner}:window`, thisBrowser(() => (owner === "" ? null : browserStorage())), lost);
}

/** How a page ends: `pagehide` always, never `unload`; also while the browser's own store is still being read. A page that
 * comes back from the cache has no LMS session. */
function listen(lms: Lms, app: () => App | undefined): void {
  addEventListener("pagehide", () => {
    if (app()) app()?.leave();
    else lms.close();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  addEventListener("online", () => app()?.reporter?.online());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") app()?.hide();
  });
}
Object.assign(globalThis, { mobilityPackage });
define("player-shell", PlayerShell);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => void start());
else void start();
