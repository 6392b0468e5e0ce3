/** Places in a picture: how keys move them, how an answer spells them, how they are said. */

import { t } from "../../../frontend/i18n";
import type { Answer } from "../learner";
import type { ImageResponse } from "../package";

export interface Place {
  x: number;
  y: number;
}

/** A picture's own size, in its own pixels. */
export interface Size {
  width: number;
  height: number;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Of the shorter side. */
const STEP = 0.01;
const BIG_STEPS = 10;

/** Where the key leads; null: it is none that moves. Never out of the picture. */
export function moved(place: Place, key: string, big: boolean, size: Size): Place | null {
  const arrow = Object.hasOwn(ARROWS, key) ? ARROWS[key] : undefined;
  if (!arrow) return null;
  const step = Math.max(1, Math.round(Math.min(size.width, size.height) * STEP)) * (big ? BIG_STEPS : 1);
  return inside({ x: place.x + arrow[0] * step, y: place.y + arrow[1] * step }, size);
}

export function inside({ x, y }: Place, { width, height }: Size): Place {
  const within = (value: number, most: number): number => Math.min(Math.max(0, Math.round(value)), Math.max(0, most - 1));
  return { x: within(x, width), y: within(y, height) };
}

/** As capa's imageinput spells it. */
export function spelled({ x, y }: Place): string {
  return `[${x},${y}]`;
}

export function read(answer: Answer | undefined): Place | null {
  const [, x, y] = /^\[(\d{1,6}),(\d{1,6})\]$/.exec(typeof answer === "string" ? answer : "") ?? [];
  return x === undefined || y === undefined ? null : { x: Number(x), y: Number(y) };
}

/** Left is left in every language: the picture does not turn round. */
export function said(place: Place, size: Size): string {
  const [left, top] = shares(place, size);
  return t("{left} % from the left, {top} % from the top", { left, top });
}

/** Whole per cent from the left and from the top. */
export function shares({ x, y }: Place, { width, height }: Size): [left: number, top: number] {
  const share = (value: number, most: number): number => Math.round((value / Math.max(1, most - 1)) * 100);
  return [share(x, width), share(y, height)];
}

type Corner = readonly [x: number, y: number];

export function cornersOf(area: ImageResponse["areas"][number]): readonly Corner[] {
  if (area.kind === "region") return area.points;
  const { x1, y1, x2, y2 } = area;
  return [[x1, y1], [x2, y1], [x2, y2], [x1, y2]];
}

/** Of the corners; near enough for words. */
export function middle(corners: readonly Corner[]): Place {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return { x: mean(corners.map(([x]) => x)), y: mean(corners.map(([, y]) => y)) };
}
