/** The package while it runs: which unit is open, what is reported, what is said aloud, and how it begins and ends. */

import type { BlockEvidence } from "./bridge/messages";
import type { Reporter } from "./bridge/reporter";
import type { Learner } from "./learner";
import type { Gate, UnitContent } from "./package";
import type { Place } from "./outline";
import type { Device } from "./lms/device";
import type { Session } from "./session";

/** What the main part of the page shows. */
export type Page =
  | { kind: "loading"; place: Place }
  | { kind: "unit"; place: Place; content: UnitContent }
  | { kind: "locked"; place: Place; gate: Gate }
  | { kind: "failed"; place: Place }
  | { kind: "reporting"; place: Place };

export class App {
  /** Told whenever something that is shown has changed. */
  onchange: () => void = () => undefined;
  /** Told when the learner has moved to another page: the focus goes to its heading. */
  onmove: () => void = () => undefined;
  page: Page;
  reporter: Reporter | null = null;
  /** Told when the learner's work began or ended to be kept on this device: it has another owner then. */
  onowner: () => void = () => undefined;
  /** This package reports, but mobility.json could not be read. */
  unreadable = false;
  /** The whole course is on this device (format web). */
  offline = false;
  private spoken = "";
  private known: Learner["leaves"];

  constructor(readonly session: Session) {
    const place = session.place(session.learner.unit) ?? session.places[0];
    if (!place) throw new Error("This package has no units.");
    this.page = { kind: "loading", place };
    this.known = session.learner.leaves;
    session.keeper.onchange = () => this.changed();
  }

  /** What a screen reader is to say next. */
  get announcement(): string {
    return this.spoken;
  }

  announce(text: string): void {
    // The same words twice in a row would not be read again.
    this.spoken = text === this.spoken ? `${text}\u00a0` : text;
    this.onchange();
  }

  /** Shows the unit the learner left at, without moving the focus. */
  async begin(): Promise<void> {
    await this.show(this.page.place);
  }

  async open(place: Place): Promise<void> {
    const shown = this.show(place);
    if (this.page.kind !== "locked") void this.session.visit(place.unit.id);
    await shown;
    this.onmove();
  }

  /** A link in the course's text leads to another unit. */
  openUnit(id: string): void {
    const place = this.session.place(id);
    if (place) void this.open(place);
  }

  nowOffline(): void {
    this.offline = true;
    this.onchange();
  }

  openReporting(): void {
    this.page = { kind: "reporting", place: this.page.place };
    this.onchange();
    this.onmove();
  }

  /** The unit before (-1) or after (+1) the open one. */
  beside(step: 1 | -1): Place | undefined {
    const { place } = this.page;
    const other = this.session.places[this.session.places.indexOf(place) + step];
    // The pages beside the course come after its end; one chooses them in the outline.
    return step === 1 && other && isBeside(other) && !isBeside(place) ? undefined : other;
  }

  report(evidence: BlockEvidence[]): void {
    void this.reporter?.changed(evidence);
  }

  use(reporter: Reporter): void {
    this.reporter = reporter;
    reporter.onchange = () => this.onchange();
    void reporter.start(this.session.learner.bridge);
    this.onchange();
  }

  /** The learner chose to keep the work in this browser. False: it can't. */
  async keepHere(): Promise<boolean> {
    const kept = await (this.session.lms as Device).keep();
    if (kept) this.owned();
    this.onchange();
    return kept;
  }

  /** Takes the learner's work off this device, with what else this browser has of it. False: something may still be there. */
  async forgetHere(): Promise<boolean> {
    this.reporter?.notMe();
    try {
      await (this.session.lms as Device).forget();
      await this.session.forget();
      return true;
    } catch {
      return false;
    } finally {
      this.owned();
      this.onchange();
    }
  }

  /** From here the work belongs to the device's profile, or to nobody. */
  private owned(): void {
    this.reporter?.retire();
    this.reporter = null;
    this.session.own((this.session.lms as Device).learner);
    this.onowner();
  }

  /** Phones end hidden pages without a word: everything is written while there is time. */
  hide(): void {
    this.session.keeper.flush();
    this.session.lms.commit();
  }

  /** A newer window has taken over: this one keeps and reports nothing any more, and says so. */
  retire(): void {
    this.session.retire();
    this.reporter?.retire();
    this.reporter = null;
    this.onchange();
  }

  /** The page goes away: what waits is tried once more, then the LMS session ends. */
  leave(): void {
    try {
      this.session.keeper.flush();
      this.reporter?.leave();
    } finally {
      this.session.lms.close();
    }
  }

  private async show(place: Place): Promise<void> {
    const gate = this.session.lock(place);
    this.page = gate ? { kind: "locked", place, gate } : { kind: "loading", place };
    this.onchange();
    if (gate) return;
    const content = await this.session.library.load(place.unit).catch(() => null);
    if (this.page.kind !== "loading" || this.page.place !== place) return;
    this.page = content ? { kind: "unit", place, content } : { kind: "failed", place };
    this.onchange();
  }

  private changed(): void {
    const { leaves } = this.session.learner;
    if (leaves !== this.known) void this.reporter?.changed();
    this.known = leaves;
    if (this.page.kind === "locked" && !this.session.lock(this.page.place)) void this.show(this.page.place);
    this.onchange();
  }
}

/** True for what a course has beside its units: updates, handouts, pages of its own. */
function isBeside({ section }: Place): boolean {
  return section.id === "pages/section";
}
