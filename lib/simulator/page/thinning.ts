/** A point of a plot, in pixels. */
export type Point = readonly [x: number, y: number];

/** What the eye can't tell apart, in pixels. */
const APART = 1.5;

/**
 * Leaves out the points of a curve that can't be seen, those nearer than that to the last one kept. The first and the last
 * one stay, so that a curve begins and ends where its data do.
 */
export function thin(points: readonly Point[], apart = APART): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last === undefined || Math.hypot(point[0] - last[0], point[1] - last[1]) >= apart) kept.push(point);
  }
  const end = points.at(-1);
  if (end !== undefined && kept.at(-1) !== end) {
    // The end takes the place of the one that it is too near to, unless that is the beginning.
    const near = kept.at(-1);
    if (near !== undefined && kept.length > 1 && Math.hypot(end[0] - near[0], end[1] - near[1]) < apart)
      kept.pop();
    kept.push(end);
  }
  return kept;
}

/** At most `most` of a list, evenly spread, its first and its last among them. */
export function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, index) =>
    list.at(Math.round((index * (list.length - 1)) / (most - 1))),
  ).filter((item) => item !== undefined);
}
