import { doubleOf, highWord } from '../engine/float-words.js';

/** Buckets in each power of two: a bucket is less than 0.8 % wide. */
const FRACTION_BITS = 7;
const SHIFT = 20 - FRACTION_BITS;
/** The least and the greatest power of two that are told apart. */
const MIN_EXPONENT = -40;
const MAX_EXPONENT = 40;
const EXPONENT_BIAS = 1023;
const FIRST = (MIN_EXPONENT + EXPONENT_BIAS) << FRACTION_BITS;
const BUCKETS = (MAX_EXPONENT - MIN_EXPONENT) << FRACTION_BITS;

/** A histogram as it travels between threads. */
export interface HistogramCounts {
  readonly counts: Float64Array;
  readonly max: number;
}

/**
 * Counts of positive numbers in buckets that grow with them, as in HdrHistogram (G. Tene), but for doubles: the bucket is
 * the exponent and the first bits of the fraction. Within a bucket values count as spread evenly, so a quantile is off by
 * less than 0.8 %. Unlike Node's own histogram it takes fractions, and tells its buckets, which plots need.
 */
export class LatencyHistogram {
  readonly #counts: Float64Array;
  #max: number;
  #total: number;

  constructor({ counts, max }: HistogramCounts = { counts: new Float64Array(BUCKETS), max: 0 }) {
    this.#counts = counts;
    this.#max = max;
    this.#total = counts.reduce((sum, count) => sum + count, 0);
  }

  get count(): number {
    return this.#total;
  }

  get max(): number {
    return this.#max;
  }

  get raw(): HistogramCounts {
    return { counts: this.#counts, max: this.#max };
  }

  record(value: number): void {
    const place = (highWord(value) >>> SHIFT) - FIRST;
    const bucket = place < 0 ? 0 : place < BUCKETS ? place : BUCKETS - 1;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total++;
    if (value > this.#max) this.#max = value;
  }

  /** Adds what another has counted. */
  add({ counts, max }: HistogramCounts): void {
    counts.forEach((count, bucket) => {
      if (count === 0) return;
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
        const [from, to] = [lowerBound(bucket), Math.min(lowerBound(bucket + 1), this.#max)];
        return from + ((rank - below) / count) * (to - from);
      }
      below += count;
    }
    return this.#max;
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
