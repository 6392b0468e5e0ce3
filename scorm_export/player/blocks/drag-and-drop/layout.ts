/** Where zones lie: in per cent of the picture, and whether they are large enough there to be used. */

import type { Definition, Item, Zone } from "./definition";

export interface Size {
  width: number;
  height: number;
}

/** Below this (pixels on the screen) a zone holds no word: then zones stand as a list under the picture. */
const LEAST: Size = { width: 72, height: 26 };
/** As in Open edX: an item without a width of its own is at most this wide, in per cent of the picture. */
export const WIDEST = 30;

/** The area that all zones need; the picture's own size until that is known, and for good where there is none. */
export function extent({ zones }: Definition): Size {
  const far = (start: "x" | "y", size: "width" | "height"): number => Math.max(1, ...zones.map((zone) => zone[start] + zone[size])) + 12;
  return { width: far("x", "width"), height: far("y", "height") };
}

export function isTooSmall({ zones }: Definition, size: Size, screen: number): boolean {
  const scale = screen / size.width;
  return zones.some(({ width, height }) => width * scale < LEAST.width || height * scale < LEAST.height);
}

/** CSS of a zone on the picture. The picture has no reading direction: left is left. */
export function place({ x, y, width, height }: Zone, size: Size): string {
  const part = (value: number, whole: number): string => `${Math.round((value / whole) * 10000) / 100}%`;
  return `left:${part(x, size.width)};top:${part(y, size.height)};width:${part(width, size.width)};height:${part(height, size.height)}`;
}

/** Widest an item may be inside its zone, in per cent of the zone. */
export function widthInZone(item: Item, zone: Zone, size: Size): number {
  return Math.min(100, Math.round(((item.width ?? WIDEST) * size.width) / zone.width));
}
