import type { ClusterOperation } from '../cluster/store-calls.js';
import type { MeasureOperation } from '../cluster/standing.js';
import { BucketCounts, type Distribution } from './distribution.js';

/** Of calls of the store, in milliseconds. */
const OPERATION_BOUNDS = [0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1000];

/** How long calls of the store of one kind took that ended so. Plain JSON. */
export interface ClusterOperationTimes {
  readonly operation: ClusterOperation;
  readonly result: 'ok' | 'timeout' | 'error';
  readonly times: Distribution;
}

/** Counts the calls of the store that balancers share. */
export class ClusterMeter {
  readonly #counts = new Map<
    string,
    Omit<ClusterOperationTimes, 'times'> & { readonly times: BucketCounts }
  >();

  readonly record: MeasureOperation = (operation, result, ms) => {
    const name = `${operation} ${result}`;
    let counted = this.#counts.get(name);
    if (counted === undefined) {
      counted = { operation, result, times: new BucketCounts(OPERATION_BOUNDS) };
      this.#counts.set(name, counted);
    }
    counted.times.record(ms);
  };

  /** Those that there were. */
  get operations(): ClusterOperationTimes[] {
    return [...this.#counts.values()].map(({ times, ...what }) => ({ ...what, times: times.distribution }));
  }
}
