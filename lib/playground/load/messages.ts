import type { Address } from '../../net/address.js';
import type { LoadCounts } from './load.js';
import type { LoadSettings } from './settings.js';

/** What the process that makes the load is told. */
export type LoadOrder = LoadSettings & {
  readonly target: Address;
  /** Counts begin anew. */
  readonly reset: boolean;
};

/** What it tells, four times a second. */
export type LoadNews = LoadCounts;

/** How often it tells. */
export const NEWS_MS = 250;
