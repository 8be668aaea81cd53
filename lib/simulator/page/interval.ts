import { formatInterval } from '../report/figures.js';
import type { Interval } from '../report/report.js';
import { markup, type Content } from './markup.js';

/** A space at which a narrow cell is not broken. */
const NO_BREAK = '\u00a0';

/** A figure, and below it its confidence interval, if it has one. */
export function withInterval(value: string, interval: Interval | undefined): Content {
  return markup`${value}${interval ? markup`<small>${formatInterval(interval).replace(' to', `${NO_BREAK}to`)}</small>` : undefined}`;
}
