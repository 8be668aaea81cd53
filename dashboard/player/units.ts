import { TICKS, type Playback } from '../../lib/simulator/playback/playback.js';
import { milliseconds } from '../parts/format.js';

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const SECOND_MS = 1000;

/** How times and rates of a run are said. */
export interface Units {
  /** Ticks that pass in a millisecond at speed 1: those of one, or without a unit of time a mean service time in a second. */
  readonly ticksPerMs: number;
  /** What speed 1 is. */
  readonly pace: string;
  time(ticks: number): string;
  /** What rates are counted by, in short and in words, and how many ticks that is. */
  readonly per: string;
  readonly rate: string;
  readonly perTicks: number;
}

export function unitsOf({ serviceMs }: Pick<Playback, 'serviceMs'>): Units {
  if (serviceMs === null)
    return {
      ticksPerMs: TICKS / SECOND_MS,
      pace: 'one mean service time in a second',
      time: (ticks) => NUMBER.format(ticks / TICKS),
      per: '/service',
      rate: 'Requests per mean service time',
      perTicks: TICKS,
    };
  const ticksPerMs = TICKS / serviceMs;
  return {
    ticksPerMs,
    pace: 'real time',
    time: (ticks) => milliseconds(ticks / ticksPerMs),
    per: '/s',
    rate: 'Requests/s',
    perTicks: ticksPerMs * SECOND_MS,
  };
}
