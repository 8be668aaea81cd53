import type { EventSink } from '../event-sink.js';
import type { BackendAddresses } from '../health/backend-addresses.js';
import { addressProbe } from '../health/address-probe.js';
import { probeAddresses } from '../health/backend-probe.js';
import { ejectionTimes } from '../health/ejection.js';
import { parseHealthCheck } from '../health/health-check.js';
import type { HealthEvents } from '../health/health-events.js';
import { HealthMonitor } from '../health/health-monitor.js';
import type { ProbeRecord } from '../health/watch.js';
import type { HealthMonitorOptions } from '../health/monitor-options.js';
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

/** What a monitor goes by. */
type MonitorSettings = Pick<
  ResolvedOptions,
  | 'probe'
  | 'random'
  | 'sendProxy'
  | 'observe'
  | 'healthCheck'
  | 'healthCheckIntervalMs'
  | 'healthCheckTimeoutMs'
  | 'healthCheckRise'
  | 'healthCheckFall'
  | 'dnsIntervalMs'
>;

/** A monitor whose settings can be changed. */
export interface ConfigurableMonitor {
  readonly monitor: HealthMonitor;
  /** The settings are others; each backend is probed at once, and its state is kept until then. */
  readonly configure: (settings: MonitorSettings) => void;
}

/** The monitor of a balancer's backends, by real probes and clocks. */
export function createMonitor(
  settings: MonitorSettings,
  pool: BackendPool,
  addresses: BackendAddresses,
  { events, reordered, wentDown, cameUp, probed }: MonitorReactions,
): ConfigurableMonitor {
  const optionsOf = (from: MonitorSettings): HealthMonitorOptions => {
    const probe = addressProbe(from.probe, parseHealthCheck(from.healthCheck), from.sendProxy);
    const intervalMs = from.healthCheckIntervalMs;
    return {
      intervalMs,
      timeoutMs: from.healthCheckTimeoutMs,
      rise: from.healthCheckRise,
      fall: from.healthCheckFall,
      confirmTimeoutMs: CONFIRM_TIMEOUT_MS,
      ejection: from.observe === 'traffic' ? ejectionTimes(intervalMs) : undefined,
      asks: probe.asks,
      probe: probeAddresses(probe, addresses, reordered),
      random: from.random,
      now: () => performance.now(),
    };
  };
  const options = optionsOf(settings);
  const monitor = new HealthMonitor(pool, options);
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
  return {
    monitor,
    configure: (next) => {
      Object.assign(options, optionsOf(next)); // the monitor reads them each time
      addresses.configure({ intervalMs: next.dnsIntervalMs, timeoutMs: next.healthCheckTimeoutMs });
      for (const backend of pool.backends) monitor.probeNow(backend);
    },
  };
}
