import { doubleOf, highWord } from '../float-words.js';

/** Buckets in each power of two: a bucket is less than 0.8 % wide. */
const FRACTION_BITS = 7;
const SHIFT = 20 - FRACTION_BITS;
/** The least and the greatest power of two that are told apart. */
const MIN_EXPONENT = -40;
const MAX_EXPONENT = 40;
const EXPONENT_BIAS = 1023;
const FIRST = (MIN_EXPONENT + EXPONENT_BIAS) << FRACTION_BITS;
const BUCKETS = (MAX_EXPONENT - MIN_EXPONENT) << FRACTION_BITS;

/** Buckets of a power of two that {@link LatencyHistogram.buckets} tells as one: each is at most an eighth wide. */
const TOLD_AS_ONE = 2 ** (FRACTION_BITS - 3);

/** Values from `from` up to, but not including, `to`; and how many there are. */
export interface LatencyBucket {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A histogram as it travels between threads, without the empty buckets before and after what was counted. */
export interface HistogramCounts {
  /** The place of the first bucket. */
  readonly first: number;
  readonly counts: Float64Array;
  /** Of each bucket the only value in it, to nine digits; NaN where there are several. */
  readonly only: Float64Array;
  readonly max: number;
}

/** Relative difference up to which values are the same: times are differences of clocks, which round. */
const SAME = 1e-9;
const SAME_DIGITS = 9;

/**
 * Counts of positive numbers in buckets that grow with them, as in HdrHistogram (G. Tene), but for doubles: the bucket is
 * the exponent and the first bits of the fraction. A quantile is exact, to nine digits, where its bucket has one value only, as
 * with deterministic service; else values count as spread evenly within the bucket, so that it is off by less than 0.8 %. Unlike
 * Node's own histogram it takes fractions, and tells its buckets, which plots need.
 */
export class LatencyHistogram {
  readonly #counts = new Float64Array(BUCKETS);
  readonly #only = new Float64Array(BUCKETS);
  #max = 0;
  #total = 0;

  /** @param counted - what has been counted already @default nothing */
  constructor(counted?: HistogramCounts) {
    if (counted !== undefined) this.add(counted);
  }

  get count(): number {
    return this.#total;
  }

  get max(): number {
    return this.#max;
  }

  get raw(): HistogramCounts {
    const from = Math.max(
      0,
      this.#counts.findIndex((count) => count > 0),
    );
    const to = this.#counts.findLastIndex((count) => count > 0) + 1;
    const [counts, only] = [this.#counts.slice(from, to), this.#only.slice(from, to)];
    return { first: from, counts, only, max: this.#max };
  }

  record(value: number): void {
    const place = (highWord(value) >>> SHIFT) - FIRST;
    const bucket = place < 0 ? 0 : place < BUCKETS ? place : BUCKETS - 1;
    const count = this.#counts[bucket] ?? 0;
    this.#counts[bucket] = count + 1;
    this.#note(bucket, count, value);
    this.#total++;
    if (value > this.#max) this.#max = value;
  }

  /** Adds what another has counted. */
  add({ first, counts, only, max }: HistogramCounts): void {
    counts.forEach((count, place) => {
      if (count === 0) return;
      const bucket = first + place;
      this.#note(bucket, this.#counts[bucket] ?? 0, only[place] ?? NaN);
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
      this.#total += count;
    });
    this.#max = Math.max(this.#max, max);
  }

  /** The value that a share `q` of all does not exceed; 0 when there are none. */
  quantile(q: number): number {
    if (this.#total === 0) return 0;
    const rank = q * this.#total;
    let below = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = this.#counts[bucket] ?? 0;
      if (count > 0 && below + count >= rank) {
        const only = this.#only[bucket] ?? NaN;
        if (only >= 0) return Math.min(Number(only.toPrecision(SAME_DIGITS)), this.#max);
        const [from, to] = [lowerBound(bucket), Math.min(lowerBound(bucket + 1), this.#max)];
        return from + ((rank - below) / count) * (to - from);
      }
      below += count;
    }
    return this.#max;
  }

  /**
   * How many values there are in each eighth of a power of two: [1, 1.125), [1.125, 1.25), … [2, 2.25), …, the same bounds
   * whatever was counted, so that the buckets of two histograms can be added up. The first one begins at 0 and the last one has
   * all that is greater. Empty ones are left out; each count is exact.
   */
  buckets(): LatencyBucket[] {
    const buckets: LatencyBucket[] = [];
    for (let from = 0; from < BUCKETS; from += TOLD_AS_ONE) {
      let count = 0;
      for (let bucket = from; bucket < from + TOLD_AS_ONE; bucket++) count += this.#counts[bucket] ?? 0;
      if (count > 0) buckets.push({ from: lowerBound(from), to: lowerBound(from + TOLD_AS_ONE), count });
    }
    return buckets;
  }

  /** A value comes to a bucket that has had that number of them. */
  #note(bucket: number, count: number, value: number): void {
    if (count === 0) this.#only[bucket] = value;
    else if (!(Math.abs((this.#only[bucket] ?? NaN) - value) <= SAME * value)) this.#only[bucket] = NaN;
  }

  /**
   * The complementary distribution: for each bucket that is not empty its lower bound and the share of all that are not
   * below it. Shares fall from 1.
   */
  tail(): { readonly value: number; readonly share: number }[] {
    const points: { value: number; share: number }[] = [];
    let left = this.#total;
    for (let bucket = 0; bucket < BUCKETS && left > 0; bucket++) {
      const count = this.#counts[bucket] ?? 0;
      if (count === 0) continue;
      points.push({ value: lowerBound(bucket), share: left / this.#total });
      left -= count;
    }
    return points;
  }
}

function lowerBound(bucket: number): number {
  return bucket === 0 ? 0 : doubleOf((bucket + FIRST) << SHIFT, 0);
}
