/** A click into a picture as capa judges it: inside any rectangle, its border too, or inside any region without its border. */

import type { ImageResponse } from "../package";
import type { Verdict } from "./verdict";

type Area = ImageResponse["areas"][number];

/** "[x,y]" in whole pixels; null when it is none. */
export function readPoint(typed: string): [x: number, y: number] | null {
  const [, x, y] = /^\[(\d+),(\d+)\]$/.exec(typed.replace(/\s/g, "")) ?? [];
  return x === undefined || y === undefined ? null : [Number(x), Number(y)];
}

export function gradeImage({ areas }: ImageResponse, typed: string): Verdict {
  const point = readPoint(typed);
  return { correct: point !== null && areas.some((area) => holds(area, ...point)), feedback: [] };
}

function holds(area: Area, x: number, y: number): boolean {
  if (area.kind === "rectangle") return area.x1 <= x && x <= area.x2 && area.y1 <= y && y <= area.y2;
  const sides = area.points.map(([x1, y1], index) => {
    const [x2, y2] = area.points[(index + 1) % area.points.length] ?? [x1, y1];
    return (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
  });
  return sides.every((side) => side > 0) || sides.every((side) => side < 0);
}
