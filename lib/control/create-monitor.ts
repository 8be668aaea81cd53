import type { EventSink } from '../event-sink.js';
import type { BackendAddresses } from '../health/backend-addresses.js';
import { addressProbe } from '../health/address-probe.js';
import { probeAddresses } from '../health/backend-probe.js';
import { ejectionTimes } from '../health/ejection.js';
import { parseHealthCheck } from '../health/health-check.js';
import type { HealthEvents } from '../health/health-events.js';
import { HealthMonitor } from '../health/health-monitor.js';
import type { ProbeRecord } from '../health/watch.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import type { ResolvedOptions } from './options.js';

/** Timeout of the probes that confirm that a backend which did not answer is down, in milliseconds. */
const CONFIRM_TIMEOUT_MS = 400;

/** What follows from what a monitor finds. */
export interface MonitorReactions {
  /** Told of each change of health. */
  readonly events: EventSink<HealthEvents>;
  /** Another address of the backend is to be tried first. */
  readonly reordered: (backend: Backend) => void;
  /** A backend that was up is down. */
  readonly wentDown: (backend: Backend) => void;
  /** A backend is up. */
  readonly cameUp: () => void;
  /** A probe has ended. */
  readonly probed: (backend: Backend, probe: ProbeRecord) => void;
}

/** The monitor of a balancer's backends, by real probes and clocks. */
export function createMonitor(
  options: ResolvedOptions,
  pool: BackendPool,
  addresses: BackendAddresses,
  { events, reordered, wentDown, cameUp, probed }: MonitorReactions,
): HealthMonitor {
  const probe = addressProbe(options.probe, parseHealthCheck(options.healthCheck), options.sendProxy);
  const intervalMs = options.healthCheckIntervalMs;
  const monitor = new HealthMonitor(pool, {
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
  monitor.on('backend_down_at_start', (event) => events.emit('backend_down_at_start', event));
  monitor.on('failover', (event, backend) => {
    events.emit('failover', event);
    wentDown(backend);
  });
  monitor.on('failback', (event) => {
    events.emit('failback', event);
    cameUp();
  });
  // The first word about a backend that came while the balancer runs is no event, but may end a wait.
  monitor.on('first_up', cameUp);
  monitor.on('probed', (probe, backend) => probed(backend, probe));
  return monitor;
}
