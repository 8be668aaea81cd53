import type { Measurements } from '../control/measurements.js';
import type { BalancerSnapshot } from '../control/snapshot.js';
import type { ClientCounts } from './client-counts.js';

/** A balancer at one moment. */
export interface BalancerReadings {
  readonly snapshot: BalancerSnapshot;
  readonly measured: Measurements;
  readonly clients: Pick<ClientCounts, 'accepted' | 'open' | 'ends'>;
  /** How many backends have no histograms, as there are too many. */
  readonly omitted: number;
}
