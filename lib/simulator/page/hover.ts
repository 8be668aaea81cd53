import type { Frame, Size } from './frame.js';
import { vertical } from './frame.js';
import { markup, type Markup } from './markup.js';

/** Strips that a plot is divided into at most. */
export const MOST_STRIPS: Readonly<Record<Size, number>> = { wide: 30, narrow: 15 };

/** A part of a plot, in pixels from the left, and the values that are shown when it is pointed at. */
export interface HoverStrip {
  readonly from: number;
  readonly to: number;
  /** The first is what all others are values at. */
  readonly lines: readonly string[];
}

/** Upright strips that show values on hover: by the browser itself, without a script. */
export function hoverStrips(strips: readonly HoverStrip[], frame: Frame): Markup {
  const [bottom, top] = vertical(frame);
  const drawn = strips.map(
    ({ from, to, lines }) =>
      markup`<rect x="${from.toFixed(1)}" y="${top}" width="${(to - from).toFixed(1)}" height="${bottom - top}"><title>${lines.join('\n')}</title></rect>`,
  );
  return markup`<g class="hover">${drawn}</g>`;
}

/**
 * The strips around places from left to right, each up to halfway to the next one.
 *
 * @param bounds - the ends of the first and the last strip
 */
export function stripsAround(
  places: readonly { readonly at: number; readonly lines: readonly string[] }[],
  [left, right]: readonly [number, number],
): HoverStrip[] {
  const between = places.slice(1).map(({ at }, index) => (at + (places[index]?.at ?? at)) / 2);
  return places.map(({ lines }, index) => ({
    from: between[index - 1] ?? left,
    to: between[index] ?? right,
    lines,
  }));
}
