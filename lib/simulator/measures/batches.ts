/** Latencies of consecutive parts of a run, each of the same number of requests. */
export interface Batches {
  /** Sum of the latencies of the requests that were answered. */
  readonly sums: Float64Array;
  /** How many were answered. */
  readonly counts: Float64Array;
}

/**
 * The means of that number of batches, each of several that follow each other; what is left at the beginning is not used.
 *
 * @param from - the first that counts
 * @returns NaN for a batch without an answer; nothing where there are fewer batches than that
 */
export function batchMeans({ sums, counts }: Batches, from: number, number: number): number[] {
  const size = Math.floor((sums.length - from) / number);
  const first = sums.length - number * size;
  if (size < 1) return [];
  return Array.from({ length: number }, (_, each) => {
    let [sum, count] = [0, 0];
    for (let batch = first + each * size; batch < first + (each + 1) * size; batch++) {
      sum += sums[batch] ?? 0;
      count += counts[batch] ?? 0;
    }
    return sum / count;
  });
}

/** The first batch of which no request is before that one. */
export function batchFrom({ sums }: Batches, request: number, requests: number): number {
  return Math.ceil((request * sums.length) / requests);
}
