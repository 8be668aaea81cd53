import { outOfRange } from '../errors.js';
import type { BackendAddresses } from '../health/backend-addresses.js';
import type { HealthMonitor } from '../health/health-monitor.js';
import type { BackendPool } from '../routing/backend-pool.js';
import { ADMIN_STATES, type AdminState, type Backend, type BackendSpec } from '../routing/backend.js';
import type { Brain } from '../routing/brain.js';
import type { SchedulerOptions } from '../schedulers/options.js';
import type { RandomSource } from '../schedulers/scheduler.js';
import { drawSeed } from '../seeded-random.js';
import type { EventSink } from '../event-sink.js';
import type { OperationEvents } from './events.js';
import { backendList } from './backend-list.js';

/** What the operator's word changes. */
export interface Operated {
  readonly brain: Brain;
  readonly health: HealthMonitor;
  readonly addresses: BackendAddresses;
  /** Of the seeds of algorithms. */
  readonly random: RandomSource;
  readonly events: EventSink<OperationEvents>;
  /** @throws LbsimError `ERR_OPTION_INVALID`: the backend is this balancer itself */
  readonly refuseItself: (backend: BackendSpec) => void;
  /** A backend joined, in the next slot. */
  readonly joined: (backend: Backend) => void;
  /** Limits, or the algorithm, are others. */
  readonly rulesChanged: () => void;
  /** Those that wait may have another lot now. */
  readonly changed: () => void;
  /** No backend is active any more. */
  readonly noneActive: () => void;
}

/** The operator's words, each checked first and then carried out in one go. */
export class Operations {
  readonly #operated: Operated;
  readonly #pool: BackendPool;

  constructor(operated: Operated) {
    this.#operated = operated;
    this.#pool = operated.brain.pool;
  }

  addBackend(spec: BackendSpec): void {
    const { health, addresses, events, joined, refuseItself } = this.#operated;
    backendList.check('backends', [spec]);
    refuseItself(spec);
    const { host, port, name, weight, backup } = spec;
    const backend = this.#pool.add({
      ...{ host, port },
      ...(name !== undefined && { name }),
      ...(weight !== undefined && { weight }),
      ...(backup !== undefined && { backup }),
    });
    addresses.add(backend);
    joined(backend);
    events.emit('backend_added', {
      backend: backend.name,
      host,
      port,
      weight: backend.givenWeight,
      backup: backend.backup,
    });
    health.watch(backend);
  }

  removeBackend(name: string): void {
    const { health, addresses, events } = this.#operated;
    const backend = this.#pool.registry.named(name);
    const hadActive = this.#pool.activeCount > 0;
    health.unwatch(backend);
    addresses.remove(backend);
    this.#pool.remove(backend);
    const { openConnections } = backend;
    events.emit('backend_removed', { backend: name, openConnections, ...this.#pool.firstActiveServers });
    this.#settle(hadActive);
  }

  setWeight(name: string, weight: number): void {
    const backend = this.#pool.registry.named(name);
    this.#pool.setWeight(backend, weight);
    this.#operated.events.emit('backend_changed', { backend: name, weight });
  }

  setLimit(name: string | undefined, limit: number): void {
    const { events, rulesChanged, changed } = this.#operated;
    const backend = name === undefined ? undefined : this.#pool.registry.named(name);
    this.#pool.setLimit(backend, limit);
    rulesChanged();
    const maxConnections = limit === Infinity ? null : limit;
    events.emit('backend_changed', { backend: name ?? null, maxConnections });
    changed();
  }

  setAdmin(name: string, admin: AdminState): void {
    const { health, events } = this.#operated;
    const backend = this.#pool.registry.named(name);
    if (!ADMIN_STATES.includes(admin)) throw outOfRange('admin', admin, `one of ${ADMIN_STATES.join(', ')}`);
    if (admin === backend.admin) return;
    const wasInMaintenance = backend.admin === 'maint';
    const hadActive = this.#pool.activeCount > 0;
    this.#pool.setAdmin(backend, admin);
    if (admin === 'maint') {
      health.unwatch(backend);
      // Nothing is known of it until it is probed again.
      this.#pool.setHealthy(backend, false);
    }
    events.emit('backend_changed', { backend: name, admin, ...this.#pool.firstActiveServers });
    if (wasInMaintenance) health.watch(backend);
    this.#settle(hadActive);
  }

  setAlgorithm(algorithm: string, options: SchedulerOptions = {}): void {
    const { brain, random, events, rulesChanged } = this.#operated;
    brain.setAlgorithm(algorithm, options, drawSeed(random));
    rulesChanged();
    events.emit('algorithm_changed', { algorithm: brain.algorithm, ...options });
  }

  #settle(hadActive: boolean): void {
    this.#operated.changed();
    if (hadActive && this.#pool.activeCount === 0) this.#operated.noneActive();
  }
}
