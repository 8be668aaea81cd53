/** Durations, counted by how long they were. Plain JSON. */
export interface Distribution {
  /** Upper bounds in seconds, in rising order, each with the number of durations up to it. */
  readonly buckets: readonly (readonly [upTo: number, count: number])[];
  readonly count: number;
  /** Of all durations, in seconds. */
  readonly sum: number;
}

/** Counts durations up to each of a few bounds. */
export class BucketCounts {
  /** In milliseconds. */
  readonly #bounds: readonly number[];
  /** One for each bound, and one for what is longer. */
  readonly #counts: number[];
  #sumMs = 0;

  /** @param boundsMs - in milliseconds, in rising order */
  constructor(boundsMs: readonly number[]) {
    this.#bounds = boundsMs;
    this.#counts = new Array<number>(boundsMs.length + 1).fill(0);
  }

  /** @param ms - in milliseconds */
  record(ms: number): void {
    let bucket = 0;
    while (ms > (this.#bounds[bucket] ?? Infinity)) bucket++;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sumMs += ms;
  }

  get distribution(): Distribution {
    return distributionOf(this.#bounds, this.#counts, this.#sumMs);
  }
}

/** @param counts - between the bounds, and above the last one */
export function distributionOf(
  boundsMs: readonly number[],
  counts: readonly number[],
  sumMs: number,
): Distribution {
  let below = 0;
  const buckets = boundsMs.map((bound, bucket) => [bound / 1000, (below += counts[bucket] ?? 0)] as const);
  return { buckets, count: below + (counts[boundsMs.length] ?? 0), sum: sumMs / 1000 };
}
