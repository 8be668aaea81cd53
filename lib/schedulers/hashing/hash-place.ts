import type { Candidate, HashPlace, OwnedPlace } from '../scheduler.js';
import type { SlotsAround } from './slot-owners.js';

const HASHES = 2 ** 32;

/** Places of an explanation: from the client's on, and before it. */
export const SHOWN_PLACES = { next: 12, before: 4 };

/** Where a hash is on the circle, in degrees, to a hundredth. */
export function fineDegreesOf(hash: number): number {
  return Math.round((hash / HASHES) * 36_000) / 100;
}

/** @param at - where the client is @param placeOf - where a slot is, in the same unit */
export function hashPlace<C extends Candidate>(
  unit: HashPlace['unit'],
  size: number,
  at: number,
  { next, before }: SlotsAround<C>,
  placeOf: (slot: number) => number,
): HashPlace<C> {
  const placed = ([candidate, slot]: readonly [C, number]): OwnedPlace<C> => ({
    candidate,
    at: placeOf(slot),
  });
  return { unit, size, at, next: next.map(placed), before: before.map(placed) };
}
