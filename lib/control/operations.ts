import { defined } from '../defined.js';
import { LbsimError, outOfRange } from '../errors.js';
import { shown, wrongType } from '../option-shape.js';
import type { BackendAddresses } from '../health/backend-addresses.js';
import type { HealthMonitor } from '../health/health-monitor.js';
import type { BackendPool } from '../routing/backend-pool.js';
import {
  ADMIN_STATES,
  MAX_WEIGHT,
  refuseBadWeight,
  type AdminState,
  type Backend,
  type BackendSpec,
} from '../routing/backend.js';
import type { Brain } from '../routing/brain.js';
import { isAlgorithmPath } from '../schedulers/algorithm-path.js';
import { ALGORITHMS } from '../schedulers/index.js';
import type { CustomAlgorithm } from '../schedulers/custom-algorithm.js';
import type { SchedulerOptions } from '../schedulers/options.js';
import type { RandomSource } from '../schedulers/scheduler.js';
import { drawSeed } from '../seeded-random.js';
import type { EventSink } from '../event-sink.js';
import type { OperationEvents } from './events.js';
import { refuseBadBackend } from './backend-list.js';
import type { LiveSettings } from './live-settings.js';
import type { ResolvedOptions } from './options.js';
import { limitOverride, type Overrides, type BackendSource } from './overrides.js';
import { SCHEDULER_SETTINGS, schedulerOptionsOf, schedulerSettingsOf } from './scheduler-settings.js';
import { signed } from './signed.js';

/** What the operator's word changes. */
export interface Operated {
  readonly brain: Brain;
  readonly health: HealthMonitor;
  readonly addresses: BackendAddresses;
  /** What the configuration says. */
  readonly options: ResolvedOptions;
  /** Settings in force. */
  readonly live: LiveSettings;
  readonly overrides: Overrides;
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
  /** Who no longer names the backend, so that it is leaving. */
  readonly leaves: (backend: Backend) => string | undefined;
}

const NO_SCHEDULER_SETTINGS = Object.fromEntries(SCHEDULER_SETTINGS.map((name) => [name, null]));

/** The operator's words, each checked first and then carried out in one go. */
export class Operations {
  readonly #operated: Operated;
  readonly #pool: BackendPool;

  constructor(operated: Operated) {
    this.#operated = operated;
    this.#pool = operated.brain.pool;
  }

  addBackend(spec: BackendSpec, by?: string, source: BackendSource = 'operator'): Backend {
    const { health, addresses, overrides, events, joined, refuseItself } = this.#operated;
    refuseBadBackend(spec);
    refuseItself(spec);
    const { host, port, name, weight, backup } = spec;
    const backend = this.#pool.add({
      ...{ host, port },
      ...(name !== undefined && { name }),
      ...(weight !== undefined && { weight }),
      ...(backup !== undefined && { backup }),
    });
    addresses.add(backend);
    overrides.added(backend, source);
    joined(backend);
    const given = { weight: backend.givenWeight, backup: backend.backup };
    events.emit('backend_added', signed({ backend: backend.name, host, port, ...given }, by));
    health.watch(backend);
    return backend;
  }

  /** @param left - it was leaving: its source, or the configuration, no longer named it */
  removeBackend(name: string, by?: string, left = false): void {
    const { health, addresses, overrides, events } = this.#operated;
    const backend = this.#pool.registry.named(name);
    const hadActive = this.#pool.activeCount > 0;
    health.unwatch(backend);
    addresses.remove(backend);
    this.#pool.remove(backend);
    overrides.removed();
    const { ownConnections: openConnections } = backend;
    const event = { backend: name, openConnections, ...(left && { left }), ...this.#pool.firstActiveServers };
    events.emit('backend_removed', signed(event, by));
    this.#settle(hadActive);
  }

  setWeight(name: string, weight: number | null, by?: string): void {
    const { overrides, events } = this.#operated;
    const backend = this.#pool.registry.named(name);
    if (weight !== null && typeof weight !== 'number')
      throw wrongType('weight', weight, `an integer from 1 to ${MAX_WEIGHT}, or null`);
    const next = weight ?? overrides.weightOf(backend);
    const isSame = next === backend.givenWeight;
    if (isSame && weight !== null) return;
    refuseBadWeight(name, next);
    if (!overrides.change(backend, { weight }, by)) return;
    if (!isSame) this.#pool.setWeight(backend, next);
    events.emit('backend_changed', signed({ backend: name, weight: next }, by));
  }

  /** What the configuration says of a backend is something else, which ends overrides of that. */
  configureBackend(
    backend: Backend,
    { weight, backup }: { readonly weight?: number | undefined; readonly backup?: boolean | undefined },
    by?: string,
  ): void {
    const { overrides, events, changed } = this.#operated;
    const { name } = backend;
    if (weight !== undefined) {
      overrides.configureWeight(backend, weight);
      if (weight !== backend.givenWeight) this.#pool.setWeight(backend, weight);
      events.emit('backend_changed', signed({ backend: name, weight }, by));
    }
    if (backup === undefined || backup === backend.backup) return;
    this.#pool.setBackup(backend, backup);
    overrides.generation++;
    events.emit('backend_changed', signed({ backend: name, backup, ...this.#pool.firstActiveServers }, by));
    changed();
  }

  setLimit(name: string | undefined, limit: number | null, by?: string): void {
    const { options, events, rulesChanged, changed } = this.#operated;
    const backend = name === undefined ? undefined : this.#pool.registry.named(name);
    if (limit !== null && typeof limit !== 'number')
      throw wrongType('limit', limit, 'an integer from 1 up, Infinity or null');
    const next = limit ?? (backend === undefined ? options.maxPerBackend : this.#pool.maxPerBackend);
    const isSame = this.#hasLimit(backend, next);
    if (isSame && limit !== null) return;
    if (!isSame) this.#pool.setLimit(backend, next);
    const isOverridden = this.#overrideLimit(backend, limit, by);
    if (isSame && !isOverridden) return;
    rulesChanged();
    const maxConnections = next === Infinity ? null : next;
    events.emit('backend_changed', signed({ backend: name ?? null, maxConnections }, by));
    changed();
  }

  setAdmin(name: string, admin: AdminState | null, by?: string): void {
    const backend = this.#pool.registry.named(name);
    const next = admin ?? 'ready';
    if (!ADMIN_STATES.includes(next)) throw outOfRange('admin', next, `one of ${ADMIN_STATES.join(', ')}`);
    if (next === backend.admin) return;
    const source = this.#operated.leaves(backend);
    const takesMore = ADMIN_STATES.indexOf(next) < ADMIN_STATES.indexOf(backend.admin);
    if (source !== undefined && takesMore)
      throw new LbsimError('ERR_BACKEND_LEAVING', `${name} is leaving: ${source} no longer names it`, {
        kind: 'usage',
      });
    this.#operated.overrides.change(backend, { admin: next === 'ready' ? null : next }, by);
    this.#moveTo(backend, next, by);
  }

  /** The backend's source, and not the operator, has it used or drained: no override. */
  moveTo(backend: Backend, next: AdminState, by: string): void {
    this.#operated.overrides.generation++;
    this.#moveTo(backend, next, by);
  }

  #moveTo(backend: Backend, next: AdminState, by: string | undefined): void {
    const { health, events } = this.#operated;
    const wasInMaintenance = backend.admin === 'maint';
    const hadActive = this.#pool.activeCount > 0;
    this.#pool.setAdmin(backend, next);
    if (next === 'maint') {
      health.unwatch(backend);
      // Nothing is known of it until it is probed again.
      this.#pool.setHealthy(backend, false);
    }
    const change = { backend: backend.name, admin: next, ...this.#pool.firstActiveServers };
    events.emit('backend_changed', signed(change, by));
    if (wasInMaintenance) health.watch(backend);
    this.#settle(hadActive);
  }

  setAlgorithm(algorithm: string | null, given: SchedulerOptions = {}, by?: string): void {
    const { brain, options, live, overrides } = this.#operated;
    const isBack = algorithm === null;
    const own = isBack ? options.custom : undefined;
    const next = algorithm ?? options.algorithm;
    if (own === undefined && (typeof next !== 'string' || isAlgorithmPath(next))) throw notOfTheTable(next);
    const asked = isBack ? NO_SCHEDULER_SETTINGS : schedulerSettingsOf(given);
    this.schedule(own ?? next, { ...schedulerOptionsOf(isBack ? options : live), ...defined(given) }, by);
    const override = { algorithm: isBack ? null : brain.algorithm, ...asked };
    // The same algorithm begins anew.
    if (!overrides.changeBalancer(override, by)) overrides.generation++;
  }

  /**
   * An algorithm decides from now on with these options: no override yet.
   *
   * @param algorithm - a name of the scheduler table, or the one of one's own that was configured
   * @throws LbsimError `ERR_UNKNOWN_ALGORITHM`, `ERR_ALGORITHM`, `ERR_OPTION_INVALID`; nothing has changed then
   */
  schedule(algorithm: string | CustomAlgorithm, chosen: SchedulerOptions, by?: string): void {
    const { brain, live, random, events, rulesChanged } = this.#operated;
    if (typeof algorithm === 'string') brain.setAlgorithm(algorithm, chosen, drawSeed(random));
    else brain.setOwnAlgorithm(chosen, algorithm.isSingle ? null : drawSeed(random));
    Object.assign(live, schedulerSettingsOf(chosen));
    rulesChanged();
    events.emit('algorithm_changed', signed({ algorithm: brain.algorithm, ...chosen }, by));
  }

  /** One for all ends those of the backends. @returns whether anything is different now */
  #overrideLimit(backend: Backend | undefined, limit: number | null, by: string | undefined): boolean {
    const { overrides } = this.#operated;
    if (backend !== undefined) return overrides.change(backend, { maxConnections: limitOverride(limit) }, by);
    const ended = this.#pool.backends.filter((one) => overrides.change(one, { maxConnections: null }, by));
    return overrides.changeBalancer({ maxPerBackend: limitOverride(limit) }, by) || ended.length > 0;
  }

  /** Whether the backend, or all and those to come, have that limit already. */
  #hasLimit(backend: Backend | undefined, limit: number): boolean {
    if (backend !== undefined) return backend.maxConnections === limit;
    const { maxPerBackend, backends } = this.#pool;
    return maxPerBackend === limit && backends.every(({ maxConnections }) => maxConnections === limit);
  }

  #settle(hadActive: boolean): void {
    this.#operated.changed();
    if (hadActive && this.#pool.activeCount === 0) this.#operated.noneActive();
  }
}

function notOfTheTable(algorithm: unknown): LbsimError {
  return new LbsimError(
    'ERR_ALGORITHM',
    `algorithm ${shown(algorithm)} is not one of lbsim's own, and others are taken only at the start: use one of ${ALGORITHMS.join(', ')}`,
    { kind: 'usage' },
  );
}
