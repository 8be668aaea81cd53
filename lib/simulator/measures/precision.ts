import type { Batches } from './batches.js';
import type { Estimate } from './confidence.js';

/** The parts of one run that count. */
export interface CountedBatches {
  readonly batches: Batches;
  readonly from: number;
}

/** What the mean of a simulation may be told by. */
export interface Precision {
  /** Of several replications, their means. */
  readonly means: readonly number[];
  /** Of one run, if it is long enough. */
  readonly counted?: CountedBatches;
  readonly estimate?: Estimate | undefined;
  /** What would do, where there is no interval. */
  readonly advice?: string;
}
