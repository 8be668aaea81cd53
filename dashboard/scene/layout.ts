/** A point of the scene, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where things are in a scene of a given size. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly clients: Point;
  readonly balancer: Point & { readonly halfWidth: number; readonly halfHeight: number };
  /** The middle of each backend's left edge, in their order. */
  readonly backends: readonly Point[];
  readonly backendHeight: number;
  readonly backendWidth: number;
}

/** Backends that fit; the table has them all. */
export const MAX_SHOWN = 12;
const MARGIN = 16;
const NARROW = 560;

/** @param count - backends @param width - in CSS pixels, as is the height */
export function layoutOf(count: number, width: number, height: number): Layout {
  const isNarrow = width < NARROW;
  const shown = Math.min(MAX_SHOWN, Math.max(1, count));
  const backendWidth = isNarrow ? width * 0.3 : Math.min(260, width * 0.28);
  const slot = (height - 2 * MARGIN) / shown;
  const backendHeight = Math.min(72, slot - 8);
  return {
    width,
    height,
    clients: { x: isNarrow ? 34 : 56, y: height / 2 },
    balancer: {
      x: width * (isNarrow ? 0.4 : 0.44),
      y: height / 2,
      halfWidth: isNarrow ? 46 : 62,
      halfHeight: Math.min(height / 2 - MARGIN, 88),
    },
    backends: Array.from({ length: shown }, (_, index) => ({
      x: width - MARGIN - backendWidth,
      y: MARGIN + slot * (index + 0.5),
    })),
    backendHeight,
    backendWidth,
  };
}

/** A point on the way from one to another, for a share from 0 to 1, along a curve that leaves and arrives level. */
export function onWay(from: Point, to: Point, share: number): Point {
  const middle = (from.x + to.x) / 2;
  const left = 1 - share;
  const at = (a: number, b: number, c: number, d: number): number =>
    left ** 3 * a + 3 * left ** 2 * share * b + 3 * left * share ** 2 * c + share ** 3 * d;
  return { x: at(from.x, middle, middle, to.x), y: at(from.y, from.y, to.y, to.y) };
}
