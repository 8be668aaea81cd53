import type { BackendAddresses } from '../health/backend-addresses.js';
import { addressProbe } from '../health/address-probe.js';
import { probeAddresses } from '../health/backend-probe.js';
import { ejectionTimes } from '../health/ejection.js';
import { parseHealthCheck } from '../health/health-check.js';
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
  const probe = addressProbe(options.probe, parseHealthCheck(options.healthCheck), options.sendProxy);
  const intervalMs = options.healthCheckIntervalMs;
  return new HealthMonitor(pool, {
    intervalMs,
    timeoutMs: options.healthCheckTimeoutMs,
    rise: options.healthCheckRise,
    fall: options.healthCheckFall,
    confirmTimeoutMs: CONFIRM_TIMEOUT_MS,
    ...(options.observe === 'traffic' && { ejection: ejectionTimes(intervalMs) }),
    asks: probe.asks,
    probe: probeAddresses(probe, addresses, reordered),
    random: options.random,
    now: () => performance.now(),
  });
}
