import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { parseClusterAddress } from '../cluster/address.js';
import { Cluster } from '../cluster/cluster.js';
import { RedisStore } from '../cluster/redis/redis-store.js';
import type { CentralDispatcher } from '../dispatch/central-dispatcher.js';
import { REQUEST_PORT } from '../dispatch/dispatch-port.js';
import type { DispatchRequest } from '../dispatch/dispatcher.js';
import type { EventSink } from '../event-sink.js';
import type { HealthMonitor } from '../health/health-monitor.js';
import { startNodeTimer } from '../health/start-timer.js';
import type { Brain } from '../routing/brain.js';
import { version } from '../version.js';
import type { ClusterMeter } from './cluster-meter.js';
import type { BalancerEvents } from './events.js';
import type { LiveSettings } from './live-settings.js';
import type { Operations } from './operations.js';
import type { ResolvedOptions } from './options.js';
import type { OwnAddress } from './own-address.js';
import type { RequestMeter } from './request-meter.js';
import { wallTime } from './wall-time.js';

export interface ClusterParts {
  readonly brain: Brain;
  readonly central: CentralDispatcher<DispatchRequest>;
  readonly requests: RequestMeter;
  readonly health: HealthMonitor;
  readonly operations: Operations;
  readonly live: LiveSettings;
  readonly events: EventSink<BalancerEvents>;
  readonly meter: ClusterMeter;
  /** Where the balancer listens. */
  readonly own: OwnAddress;
}

/** A balancer's part in a lab of several, by real clocks and a real store; undefined where it is alone. */
export function createCluster(options: ResolvedOptions, parts: ClusterParts): Cluster | undefined {
  const { cluster: url, clusterShare: share, clusterTimeoutMs: timeoutMs, clusterStrict: strict } = options;
  if (url === undefined) return undefined;
  const { brain, central, health, live, events, meter, own } = parts;
  const { clusterId: id = idOf(options.random) } = options;
  const address = parseClusterAddress(url);
  const port = parts.requests.counting(REQUEST_PORT);
  const startedAt = wallTime(performance.now());
  return new Cluster(
    { address, url, id, instance: randomUUID(), share, timeoutMs, strict },
    {
      ...{ brain, events, random: options.random, operable: parts.operations },
      store: new RedisStore(address),
      startTimer: startNodeTimer,
      atEndOfTurn: setImmediate,
      now: () => performance.now(),
      info: () => ({ host: hostname(), pid: process.pid, version: version(), address: own.text, startedAt }),
      ttlMs: () => live.stickyTtlMs,
      place: (request) => central.dispatch(request, performance.now()),
      queued: (request) => port.queued(request, 'backend'),
      changed: () => central.changed(performance.now()),
      stickinessChanged: (key) => central.stickinessChanged(key, performance.now()),
      probeNow: (backend) => health.probeNow(backend),
      measured: meter.record,
    },
  );
}

/** The same on no two machines, and in no two processes of one. */
function idOf(random: () => number): string {
  const part = Math.floor(random() * 0x10000)
    .toString(16)
    .padStart(4, '0');
  return `${hostname()}-${process.pid}-${part}`;
}
