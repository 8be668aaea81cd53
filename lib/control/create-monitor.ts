import type { BackendAddresses } from '../health/backend-addresses.js';
import { probeAddresses } from '../health/backend-probe.js';
import { HealthMonitor } from '../health/health-monitor.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import type { ResolvedOptions } from './options.js';

/** Timeout of the probes that confirm that a backend which did not answer is down, in milliseconds. */
const CONFIRM_TIMEOUT_MS = 400;

/**
 * The monitor of a balancer's backends, by real probes and clocks.
 *
 * @param reordered - told of a backend of which another address is to be tried first
 */
export function createMonitor(
  options: ResolvedOptions,
  pool: BackendPool,
  addresses: BackendAddresses,
  reordered: (backend: Backend) => void,
): HealthMonitor {
  return new HealthMonitor(pool, {
    intervalMs: options.healthCheckIntervalMs,
    timeoutMs: options.healthCheckTimeoutMs,
    rise: options.healthCheckRise,
    fall: options.healthCheckFall,
    confirmTimeoutMs: CONFIRM_TIMEOUT_MS,
    probe: probeAddresses(options.probe, addresses, reordered),
    random: options.random,
    now: () => performance.now(),
  });
}
