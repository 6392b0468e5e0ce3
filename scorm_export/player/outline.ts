/** Ways through the course's outline: its units in order, and the leaves under a section, subsection, unit or leaf. */

import type { Leaf, Outline, Section, Subsection, Unit } from "./package";

/** One unit and what it stands in. */
export interface Place {
  section: Section;
  subsection: Subsection;
  unit: Unit;
}

export function places(outline: Outline): Place[] {
  return outline.sections.flatMap((section) =>
    section.subsections.flatMap((subsection) => subsection.units.map((unit) => ({ section, subsection, unit }))),
  );
}

export function leaves(outline: Outline): Leaf[] {
  return places(outline).flatMap(({ unit }) => unit.leaves);
}

/** The leaves of the section, subsection, unit or leaf called `id`; none when there is no such block. */
export function leavesUnder(outline: Outline, id: string): Leaf[] {
  return places(outline).flatMap(({ section, subsection, unit }) =>
    [section.id, subsection.id, unit.id].includes(id) ? unit.leaves : unit.leaves.filter((leaf) => leaf.id === id),
  );
}

/** The first unit a learner meets under `id` (itself, or what stands in it). */
export function firstUnitUnder(outline: Outline, id: string): Unit | undefined {
  return places(outline).find(
    ({ section, subsection, unit }) =>
      [section.id, subsection.id, unit.id].includes(id) || unit.leaves.some((leaf) => leaf.id === id),
  )?.unit;
}

/** True when the unit is `id` or stands in it. */
export function isIn(place: Place, id: string): boolean {
  return [place.section.id, place.subsection.id, place.unit.id].includes(id);
}
