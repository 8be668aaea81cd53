import { failureText } from '../failure.js';
import type { BackendAddresses } from '../health/backend-addresses.js';
import type { HealthMonitor } from '../health/health-monitor.js';
import type { Backend } from '../routing/backend.js';
import type { Brain } from '../routing/brain.js';
import { stateOf } from './backend-state.js';
import type { LoadFigures, LoadMeters } from './load-meters.js';
import type { ResolvedOptions } from './options.js';
import { liveSettingsOf, type LiveSettings } from './live-settings.js';
import { settingsAsJson, type Overrides } from './overrides.js';
import { probeOutcome } from './probe-outcome.js';
import type { BackendLoad, BackendObservation, BackendSnapshot, BalancerSnapshot } from './snapshot.js';
import { wallTime } from './wall-time.js';

export interface InspectorDeps {
  /** What the configuration says. */
  readonly options: ResolvedOptions;
  /** Settings in force. */
  readonly live: LiveSettings;
  readonly brain: Brain;
  readonly health: HealthMonitor;
  readonly addresses: BackendAddresses;
  readonly overrides: Overrides;
  readonly loads: LoadMeters;
}

/** Tells how a balancer stands. To look changes nothing. */
export class Inspector {
  readonly #deps: InspectorDeps;

  constructor(deps: InspectorDeps) {
    this.#deps = deps;
  }

  snapshot(others: Pick<BalancerSnapshot, 'stopping' | 'waiting' | 'held'>): BalancerSnapshot {
    const { brain, options, overrides, live } = this.#deps;
    const { pool, algorithm, router } = brain;
    const now = performance.now();
    return {
      ...others,
      algorithm,
      openConnections: pool.openConnections,
      sessions: router.hasSessions ? { size: router.sessionCount, max: live.stickyMax } : null,
      generation: overrides.generation,
      config: { algorithm: options.algorithm, ...settingsAsJson(liveSettingsOf(options)) },
      operator: overrides.balancer,
      backends: pool.backends.map((backend) => this.#backend(backend, now)),
    };
  }

  /** Without spreads, which cost four times as much: there may be thousands of backends. */
  #backend(backend: Backend, now: number): BackendSnapshot {
    const { addresses, overrides, loads, brain } = this.#deps;
    const { name, host, port, backup, admin, healthy, active, ownConnections: openConnections } = backend;
    const { givenWeight: weight, keepsClients: admitsSticky } = backend;
    const warmth = brain.pool.warmthOf(backend, now);
    const maxConnections = jsonOf(backend.maxConnections);
    const observed = this.#observed(backend);
    const state = stateOf(backend, observed.health !== 'unknown', warmth);
    return {
      name,
      host,
      port,
      ip: addresses.of(backend).addresses[0]?.host ?? null,
      backup,
      weight,
      warmth,
      admin,
      healthy,
      active,
      openConnections,
      maxConnections,
      source: overrides.sourceOf(backend),
      config: { weight: overrides.weightOf(backend), backup },
      operator: overrides.of(backend),
      observed,
      effective: { state, active, admitsSticky, weight, slowStart: warmth < 1 ? warmth : null },
      load: loadOf(openConnections, maxConnections, loads.of(backend)),
    };
  }

  #observed(backend: Backend): BackendObservation {
    const { healthCheckRise: rise, healthCheckFall: fall } = this.#deps.live;
    const seen = this.#deps.health.observationOf(backend);
    return {
      health: seen?.up === undefined ? 'unknown' : seen.up ? 'up' : 'down',
      since: seen === undefined ? null : wallTime(seen.changedAt),
      reason: seen?.reason === undefined ? null : failureText(seen.reason),
      lastProbe: seen?.lastProbe === undefined ? null : probeOutcome(seen.lastProbe),
      contrary: seen?.contrary ?? 0,
      rise,
      fall,
      nextProbeInMs: seen?.nextProbeInMs === undefined ? null : Math.round(seen.nextProbeInMs),
    };
  }
}

function loadOf(open: number, max: number | null, figures: LoadFigures): BackendLoad {
  const { opened, failed, bytesIn, bytesOut, connectMs, firstByteMs } = figures;
  return { open, max, opened, failed, bytesIn, bytesOut, connectMs, firstByteMs };
}

/** JSON has no Infinity. */
function jsonOf(limit: number): number | null {
  return limit === Infinity ? null : limit;
}
