import type { Playback } from '../../lib/simulator/playback/playback.js';
import { unitsOf } from './units.js';

/** Times of the run that pass in one of the reader, from the slowest. */
export const SPEEDS: readonly number[] = [
  ...[0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
];

/** Dots a second that can be followed. */
const DOTS_A_SECOND = 25;

/** The fastest one at which dots can be followed. */
export function usualSpeed(playback: Playback): number {
  const { requests, end } = playback;
  const perSecond = (requests.length / Math.max(1, end)) * unitsOf(playback).ticksPerMs * 1000;
  return SPEEDS.findLast((speed) => speed * perSecond <= DOTS_A_SECOND) ?? SPEEDS[0] ?? 1;
}

/** The speed that comes after, or before. */
export function nextSpeed(speed: number, by: 1 | -1): number {
  return SPEEDS[SPEEDS.indexOf(speed) + by] ?? speed;
}
