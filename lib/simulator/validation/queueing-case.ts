import type { SimulationOptions } from '../plan/options.js';

/** What of a run is held against theory: mean and p99 of the sojourn, and the share of requests that were not answered. */
export type Figure = 'mean' | 'p99' | 'failed';

/** A system that theory knows, and how it is simulated. */
export interface QueueingCase {
  readonly name: string;
  readonly about: string;
  /** `requests` are those of one replication. */
  readonly options: SimulationOptions & { readonly requests: number };
  /** Relative; the figures that have one are looked at. */
  readonly tolerances: Readonly<Partial<Record<Figure, number>>>;
  /** Relative, of the mean of each class of requests, by its name: theory has one for each. */
  readonly classTolerance?: number;
  /** Where theory's word on these settings is not what is meant, or says nothing of that figure. */
  readonly expected?: Readonly<Partial<Record<Figure, number>>> & { readonly system?: string };
}
