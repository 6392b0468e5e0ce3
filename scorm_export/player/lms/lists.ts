/** The lists an LMS may keep beside the state: what was answered, and where a learner stands with each outcome.
 *
 * An LMS that lacks them, or refuses an entry, loses nothing else: neither list ever stands in the way of the state.
 */

import { answerValues } from "./answers";
import type { Interaction, Objective } from "./lms";
import type { RunTime } from "./run-time";
import type { Values, Version } from "./scorm";

/** SCORM 2004's least maximum; more entries are not written. */
const MOST = 250;

/** One entry per submitted answer. What was not committed is written again at the same places. */
export class InteractionList {
  /** Where the next entry goes; the LMS is asked when there is a first one. */
  private next: number | null = null;
  private end = 0;

  constructor(private readonly run: RunTime, private readonly version: Version) {}

  write(interactions: readonly Interaction[]): void {
    if (interactions.length === 0) return;
    this.next ??= this.run.count("cmi.interactions");
    this.end = this.next;
    for (const interaction of interactions) if (this.end < MOST && this.written(interaction)) this.end++;
  }

  /** A damaged one (they may wait in the browser's storage) is left out. */
  private written(interaction: Interaction): boolean {
    try {
      return writeEntry(this.run, "cmi.interactions", this.end, answerValues(interaction, this.version));
    } catch {
      return false;
    }
  }

  /** The LMS has committed what was written last. */
  kept(): void {
    if (this.next !== null) this.next = this.end;
  }
}

/** One entry per outcome, found again by its id: a package that was changed never renames one. */
export class ObjectiveList {
  /** Id → place; null: refused. Read when there is something to write. */
  private places: Map<string, number | null> | null = null;
  private length = 0;
  private readonly told = new Set<string>();

  constructor(private readonly run: RunTime, private readonly version: Version) {}

  write(objectives: readonly Objective[]): void {
    if (!objectives.some(({ id, moved }) => moved || this.told.has(id))) return;
    const places = (this.places ??= this.found());
    for (const objective of objectives) {
      const id = this.version.id(objective.id);
      const fresh = !places.has(id);
      if (fresh) places.set(id, this.added(id));
      const place = places.get(id) ?? null;
      if (place === null || !(fresh || objective.moved || this.told.has(objective.id))) continue;
      this.told.add(objective.id);
      writeEntry(this.run, "cmi.objectives", place, [["id", id], ...this.version.objective(objective)]);
    }
  }

  private found(): Map<string, number | null> {
    this.length = this.run.count("cmi.objectives");
    const places = Array.from({ length: Math.min(this.length, MOST) }, (_, place) => place);
    return new Map(places.map((place) => [this.run.get(`cmi.objectives.${place}.id`), place]));
  }

  private added(id: string): number | null {
    return this.length < MOST && this.run.setPart(`cmi.objectives.${this.length}.id`, id) ? this.length++ : null;
  }
}

/** False when the LMS does not take the entry's id, which comes first; another part it refuses is left out. */
function writeEntry(run: RunTime, list: string, place: number, [id, ...parts]: Values): boolean {
  if (!id || !run.setPart(`${list}.${place}.${id[0]}`, id[1])) return false;
  for (const [part, value] of parts) run.setPart(`${list}.${place}.${part}`, value);
  return true;
}
