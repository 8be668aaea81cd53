import { symbol, symbolTriangle } from 'd3-shape';
import type { HealthFlip } from '../report/run-result.js';
import type { Axis } from './axis.js';
import type { FaultSpan } from './fault-span.js';
import { formatNumber } from '../report/figures.js';
import { horizontal, type Frame } from './frame.js';
import { markup, type Markup } from './markup.js';

/** Height of a lane, in pixels. */
export const LANE = 18;
/** Lanes that a plot has room for. */
export const MOST_LANES = 6;
/** Of the letters of labels, about, in pixels. */
const LETTER = 7;
const BAR = 12;
const FLIP_AREA = 40;
/** Of marks of the same kind, in pixels. */
const FLIP_APART = 3;

/** What has a lane: what a fault affects, and then backends that balancers marked down all the same. */
export function lanesOf(spans: readonly FaultSpan[], flips: readonly HealthFlip[]): string[] {
  return [...new Set([...spans.map(({ subject }) => subject), ...flips.map(({ backend }) => backend)])].slice(
    0,
    MOST_LANES,
  );
}

/** Bands through the whole of a plot while faults last. */
export function faultBands(spans: readonly FaultSpan[], x: Axis, top: number, bottom: number): Markup[] {
  return spans.map(({ from, to }) => {
    const [left, right] = [x.place(from), x.place(to)];
    return markup`<rect class="fault-band" x="${left.toFixed(1)}" y="${top}" width="${(right - left).toFixed(1)}" height="${bottom - top}"/>`;
  });
}

/**
 * A strip of lanes, one for each of those that a fault affects: a bar while it lasts, and marks where a balancer marked the
 * backend down (▼) and up again (▲).
 *
 * @param top - where the strip begins, in pixels
 */
export function faultLanes(
  lanes: readonly string[],
  spans: readonly FaultSpan[],
  flips: readonly HealthFlip[],
  { x, frame, top }: { readonly x: Axis; readonly frame: Frame; readonly top: number },
): Markup[] {
  const [left, right] = horizontal(frame);
  return lanes.map((lane, index) => {
    const middle = top + index * LANE + LANE / 2;
    const own = spans.filter(({ subject }) => subject === lane);
    const seen = apart(
      flips.filter(({ backend }) => backend === lane),
      x,
    );
    const bars = own.map((span) => spanBar(span, x, middle));
    const obstacles = [...own.map(({ from }) => from), ...seen.map(({ at }) => at)]
      .map((time) => x.place(time))
      .sort((a, b) => a - b);
    const labels = own.flatMap((span) => spanLabel(span, x, middle, { obstacles, right }) ?? []);
    return markup`<g><text class="tick lane" x="${left - 8}" y="${middle + 4}" text-anchor="end">${lane}</text>${bars}${labels}${seen.map(
      (flip) => flipMark(flip, x, middle),
    )}</g>`;
  });
}

/** Without those that would stand on another of their kind, as when many balancers see the same. */
function apart(flips: readonly HealthFlip[], x: Axis): HealthFlip[] {
  const last = new Map<boolean, number>();
  return flips.filter(({ at, up }) => {
    const place = x.place(at);
    if (place - (last.get(up) ?? -Infinity) < FLIP_APART) return false;
    last.set(up, place);
    return true;
  });
}

function spanBar({ subject, what, from, to }: FaultSpan, x: Axis, middle: number): Markup {
  const [left, right] = [x.place(from), x.place(to)];
  const title = `${subject} ${what}, from ${formatNumber(from)} to ${formatNumber(to)}`;
  return markup`<rect class="fault" x="${left.toFixed(1)}" y="${middle - BAR / 2}" width="${Math.max(1, right - left).toFixed(1)}" height="${BAR}" rx="2"><title>${title}</title></rect>`;
}

/**
 * After the bar's beginning, or after a mark on it, if there is room before the next thing.
 *
 * @param obstacles - places of all beginnings and marks of the lane, from left to right
 */
function spanLabel(
  { what, from, to }: FaultSpan,
  x: Axis,
  middle: number,
  { obstacles, right }: { readonly obstacles: readonly number[]; readonly right: number },
): Markup | undefined {
  const width = what.length * LETTER;
  const last = x.place(to);
  let next = firstAtLeast(obstacles, x.place(from));
  while ((obstacles[next + 1] ?? right) - (obstacles[next] ?? right) < width + 16) {
    next++;
    if ((obstacles[next] ?? Infinity) > last) return undefined;
  }
  const start = obstacles[next] ?? right;
  return markup`<text class="fault-label" x="${(start + 8).toFixed(1)}" y="${middle + 4}">${what}</text>`;
}

/** The place of the first of the ascending numbers that is not less. */
function firstAtLeast(ascending: readonly number[], least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function flipMark({ at, backend, balancer, up }: HealthFlip, x: Axis, middle: number): Markup {
  const path = symbol(symbolTriangle, FLIP_AREA).digits(1)() ?? '';
  const turn = up ? '' : ' rotate(180)';
  const place = `translate(${x.place(at).toFixed(1)} ${middle})${turn}`;
  const title = `balancer ${balancer + 1} marked ${backend} ${up ? 'up' : 'down'} at ${formatNumber(at)}`;
  return markup`<path class="flip ${up ? 'up' : 'down'}" d="${path}" transform="${place}"><title>${title}</title></path>`;
}
