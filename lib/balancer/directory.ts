import type { Destination } from '../net/destination.js';
import type { Backend } from '../routing/backend.js';

/** Knows where backends are. */
export interface Directory {
  /** Where to dial a backend. */
  addressOf(backend: Backend): Destination;
}
