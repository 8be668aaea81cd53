import type { TimeSeries } from '../report/run-result.js';
import { formatNumber } from '../report/figures.js';
import type { Axis } from './axis.js';
import { coarser } from './course.js';
import type { Size } from './frame.js';
import { MOST_STRIPS, type HoverStrip } from './hover.js';

/** The course in intervals that are long enough to be pointed at. */
export function inStrips(course: TimeSeries, size: Size): TimeSeries {
  return coarser(course, Math.max(1, Math.ceil(course.completed.length / MOST_STRIPS[size])));
}

/** A strip for each interval of a course. @param linesOf - the values in an interval */
export function timeStrips(
  { step, completed }: TimeSeries,
  x: Axis,
  linesOf: (bin: number) => readonly string[],
): HoverStrip[] {
  return completed.map((_, bin) => {
    const [from, to] = [bin * step, (bin + 1) * step];
    const time = `${formatNumber(Number(from.toPrecision(4)))} to ${formatNumber(Number(to.toPrecision(4)))}`;
    return { from: x.place(from), to: x.place(to), lines: [time, ...linesOf(bin)] };
  });
}
