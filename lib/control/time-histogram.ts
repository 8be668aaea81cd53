import type { Distribution } from './distribution.js';
import { toThousandths } from '../units.js';

/** Upper bounds of the buckets in a decade: no bucket is more than 10 % wide. */
const STEPS = [
  1.1, 1.2, 1.3, 1.42, 1.55, 1.7, 1.85, 2, 2.2, 2.35, 2.5, 2.75, 3, 3.3, 3.6, 3.95, 4.3, 4.65, 5, 5.5, 6, 6.6,
  7.2, 7.9, 8.6, 9.3, 10,
];
/** Powers of ten, in milliseconds: from 10 µs to 100 s. */
const DECADES = [-2, -1, 0, 1, 2, 3, 4];
/** In milliseconds. The first bucket has all that is shorter, and one behind the last all that is longer. */
const BOUNDS = [0.01, ...DECADES.flatMap((exponent) => STEPS.map((step) => Number(`${step}e${exponent}`)))];

/** The value that half of all do not exceed, and the one that 99 % do not, in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/**
 * Counts durations in buckets that grow with them, so that it needs the same memory whatever it counts: 764 bytes. A percentile
 * is off by less than 5 %.
 */
export class TimeHistogram {
  readonly #counts = new Uint32Array(BOUNDS.length + 1);
  #total = 0;
  #sumMs = 0;

  get total(): number {
    return this.#total;
  }

  /** @param ms - in milliseconds */
  record(ms: number): void {
    this.#add(bucketOf(ms), 1);
    this.#sumMs += ms;
  }

  /** Adds what another has counted, as its {@link sparse} has it. */
  add([sumMs = 0, ...counts]: readonly number[]): void {
    for (let at = 0; at < counts.length; at += 2) this.#add(counts[at] ?? 0, counts[at + 1] ?? 0);
    this.#sumMs += sumMs;
  }

  /** The sum of all, then the buckets that are not empty, each followed by its count. */
  get sparse(): number[] {
    const counts = [...this.#counts].flatMap((count, bucket) => (count > 0 ? [bucket, count] : []));
    return [this.#sumMs, ...counts];
  }

  /** Null when there are none. */
  get percentiles(): Percentiles | null {
    if (this.#total === 0) return null;
    const [median, high] = [this.#bucketAt(0.5 * this.#total), this.#bucketAt(0.99 * this.#total)];
    return { p50: middleOf(median), p99: middleOf(high) };
  }

  /** How many there were up to each bound. @param boundsMs - 1, 2.5, 3 or 5 times a power of ten, from 0.01 to 100,000 */
  distribution(boundsMs: readonly number[]): Distribution {
    let bucket = 0;
    let below = 0;
    const buckets = boundsMs.map((bound) => {
      while ((BOUNDS[bucket] ?? Infinity) <= bound) below += this.#counts[bucket++] ?? 0;
      return [bound / 1000, below] as const;
    });
    return { buckets, count: this.#total, sum: this.#sumMs / 1000 };
  }

  #add(bucket: number, count: number): void {
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
    this.#total += count;
  }

  /** The bucket of the value of that rank. */
  #bucketAt(rank: number): number {
    let bucket = 0;
    for (let below = this.#counts[0] ?? 0; below < rank; below += this.#counts[bucket] ?? 0) bucket++;
    return bucket;
  }
}

/** The first whose bound is not below the value. */
function bucketOf(ms: number): number {
  let low = 0;
  let high = BOUNDS.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((BOUNDS[middle] ?? Infinity) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function middleOf(bucket: number): number {
  const [below = 0.01, above = below] = [BOUNDS[bucket - 1], BOUNDS[bucket]];
  return toThousandths(Math.sqrt(below * above));
}
