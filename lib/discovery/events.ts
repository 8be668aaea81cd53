import type { Origin } from './entries.js';

/** Where backends come from. */
export interface DiscoverySource {
  source: Origin;
  /** As it was given: `dns:app.lan:8080`, `srv:_shop._tcp.lan`, the path of a file. */
  from: string;
  /** How many backends it has given. */
  backendsCount: number;
}

/** Something wrong in a file of backends; line and column count from 1. */
export interface BackendsFileError {
  line: number;
  column: number;
  message: string;
}

/** Backends that are found while the balancer runs. */
export interface DiscoveryEvents {
  /** Backends were added, are drained and then removed, or have another weight; the first 100 names of each. */
  discovered: [DiscoverySource & { added: string[]; removed: string[]; reweighed: string[] }];
  /**
   * A source does not say which backends there are, or one of them cannot be used: those that are known are kept. Once for each
   * reason. Of a file all that is wrong with it.
   */
  discovery_failed: [DiscoverySource & { reason: string; errors?: BackendsFileError[] }];
  /** There has been no answer for longer than `dnsHoldMs`: the backends may be gone, and health checks alone decide. */
  discovery_stale: [DiscoverySource & { reason: string; staleMs: number }];
  /** There is an answer again. */
  discovery_recovered: [DiscoverySource & { failedMs: number }];
}
