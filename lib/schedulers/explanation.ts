import type { Candidate } from './scheduler.js';

/** An explanation lists this many candidates at most. */
export const MAX_CONSIDERED = 10;

/** A candidate as an algorithm looked at it. */
export interface ConsideredCandidate<C extends Candidate = Candidate> {
  readonly candidate: C;
  /** What the algorithm compares. Absent where it has nothing to compare. */
  readonly score?: number;
  /** The unit of the score, such as `open connections per weight`. */
  readonly unit?: string;
  /** Connections that the algorithm lets it have at most now (bounded-load). */
  readonly bound?: number;
  /** Whether it was drawn at random, to be compared with the others that were. */
  readonly drawn?: true;
}

/** Why an algorithm picks what it picks. */
export interface SchedulerExplanation<C extends Candidate = Candidate> {
  /** What the next pick gives, or what the one that is explained gave. Absent while chance is yet to decide. */
  readonly candidate?: C;
  /** The rule that decides, as in the pick. */
  readonly why: string;
  /** Members that were not tried, the best first: the first 10. */
  readonly considered: readonly ConsideredCandidate<C>[];
  /** Hash of the client's key in hexadecimal, such as `0x1a2b3c4d`, for algorithms that hash. */
  readonly hash?: string;
  /** In a sentence or two, without the time: `B2 has 3 open connections per weight, fewer than B1 with 4.` */
  readonly says: string;
}

/** The smallest values by `scoreOf`, in ascending order, of equals the first; at most {@link MAX_CONSIDERED}. O(n). */
export function leastOf<T>(values: Iterable<T>, scoreOf: (value: T) => number): T[] {
  const least: { readonly value: T; readonly score: number }[] = [];
  for (const value of values) {
    const score = scoreOf(value);
    if (least.length === MAX_CONSIDERED && score >= (least.at(-1)?.score ?? Infinity)) continue;
    const place = least.findIndex((other) => other.score > score);
    least.splice(place < 0 ? least.length : place, 0, { value, score });
    if (least.length > MAX_CONSIDERED) least.pop();
  }
  return least.map(({ value }) => value);
}
