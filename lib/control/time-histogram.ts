/** Least duration that is told apart, in milliseconds. */
const LEAST_MS = 0.01;
/** Buckets for each doubling: a bucket is 9 % wide. */
const PER_DOUBLING = 8;
/** Enough for 84 s; what takes longer counts as that. */
const BUCKETS = 23 * PER_DOUBLING;

/** The value that half of all do not exceed, and the one that 99 % do not, in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/**
 * Counts durations in buckets that grow with them, so that it needs the same memory whatever it counts: 736 bytes. A percentile
 * is off by less than 5 %.
 */
export class TimeHistogram {
  readonly #counts = new Uint32Array(BUCKETS);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /** @param ms - in milliseconds */
  record(ms: number): void {
    const bucket = Math.floor(Math.log2(ms / LEAST_MS) * PER_DOUBLING);
    this.#add(bucket > 0 ? Math.min(bucket, BUCKETS - 1) : 0, 1);
  }

  /** Adds what another has counted, as its {@link sparse} has it. */
  add(sparse: readonly number[]): void {
    for (let at = 0; at < sparse.length; at += 2) this.#add(sparse[at] ?? 0, sparse[at + 1] ?? 0);
  }

  /** The buckets that are not empty, each followed by its count. */
  get sparse(): number[] {
    return [...this.#counts].flatMap((count, bucket) => (count > 0 ? [bucket, count] : []));
  }

  /** Null when there are none. */
  get percentiles(): Percentiles | null {
    if (this.#total === 0) return null;
    const [median, high] = [this.#bucketAt(0.5 * this.#total), this.#bucketAt(0.99 * this.#total)];
    return { p50: middleOf(median), p99: middleOf(high) };
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

/** In whole microseconds. */
function middleOf(bucket: number): number {
  return Math.round(LEAST_MS * 2 ** ((bucket + 0.5) / PER_DOUBLING) * 1000) / 1000;
}
