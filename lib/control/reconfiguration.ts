import { checkShape, type Shape } from '../option-shape.js';
import type { Backend, BackendSpec } from '../routing/backend.js';
import type { Brain } from '../routing/brain.js';
import type { SchedulerOptions } from '../schedulers/options.js';
import type { Departures } from './departures.js';
import { nameOfSpec } from './name-of-spec.js';
import type { LiveSettings } from './live-settings.js';
import type { Operations } from './operations.js';
import type { ResolvedOptions } from './options.js';
import type { Overrides } from './overrides.js';
import { SCHEDULER_SETTINGS, schedulerOptionsOf } from './scheduler-settings.js';
import type { SettingsOperations } from './settings-operations.js';

/** What another configuration changes of a balancer that runs. A value that it changes ends the operator's override. */
export interface Reconfiguration {
  /**
   * Backends that join. One of the name or the address of such a backend makes room; clients that stick to that name, and what
   * the operator has said of it, go with the name.
   */
  readonly added?: readonly BackendSpec[];
  /** Backends that leave: drained, then gone. */
  readonly removed?: readonly string[];
  /** Backends of the configuration of which other things are said. */
  readonly changed?: readonly ConfiguredBackend[];
  readonly algorithm?: ConfiguredAlgorithm;
  readonly settings?: Partial<LiveSettings>;
}

const SHAPE: Shape<Reconfiguration> = {
  added: 'objects',
  removed: 'strings',
  changed: 'objects',
  algorithm: 'object',
  settings: 'object',
};

/** What is said of a backend that stays. */
export interface ConfiguredBackend {
  readonly name: string;
  readonly weight?: number;
  readonly backup?: boolean;
}

/** The algorithm and its options. */
export interface ConfiguredAlgorithm extends Required<Pick<SchedulerOptions, 'choices' | 'sample'>> {
  readonly name: string;
  readonly ewmaDecayMs: number;
}

export interface ReconfiguratorDeps {
  readonly brain: Brain;
  /** What the configuration says; it is changed here. */
  readonly options: { -readonly [Name in keyof ResolvedOptions]: ResolvedOptions[Name] };
  readonly operations: Operations;
  readonly settings: SettingsOperations;
  readonly overrides: Overrides;
  readonly departures: Departures;
  /** @throws LbsimError `ERR_OPTION_INVALID`: the backend is this balancer itself */
  readonly refuseItself: (backend: BackendSpec) => void;
  /** Where this client sticks to has changed. */
  readonly stickinessChanged: (key: string, now: number) => void;
}

/** Who has changed it, in events. */
const BY = 'config';

/** Carries out what another configuration changes, in one go. */
export class Reconfigurator {
  readonly #deps: ReconfiguratorDeps;

  constructor(deps: ReconfiguratorDeps) {
    this.#deps = deps;
  }

  /** @throws LbsimError as the operations do; nothing has changed then */
  apply(change: Reconfiguration): void {
    checkShape('Reconfiguration', change, SHAPE);
    const { added = [], removed = [], changed = [], algorithm, settings = {} } = change;
    const { brain, overrides, departures, refuseItself } = this.#deps;
    const { registry } = brain.pool;
    for (const spec of added) refuseItself(spec);
    const leaving = removed.map((name) => registry.named(name));
    const staying = changed.map((each) => ({ ...each, backend: registry.named(each.name) }));
    this.#deps.settings.refuse(settings);
    if (algorithm !== undefined) this.#setAlgorithm(algorithm);
    this.#replace(added);
    for (const backend of leaving) if (!backend.removed) departures.begin(backend);
    for (const { backend, weight, backup } of staying) {
      departures.cancel(backend);
      overrides.adopted(backend);
      this.#deps.operations.configureBackend(backend, { weight, backup }, BY);
    }
    this.#deps.settings.configure(settings, BY);
  }

  /** An operator's algorithm goes on, unless the configured name is another; and so do the options that an operator has set. */
  #setAlgorithm({ name, ...values }: ConfiguredAlgorithm): void {
    const { brain, options, operations, settings, overrides } = this.#deps;
    const isRenamed = name !== options.algorithm;
    const before = { ...options };
    const different = SCHEDULER_SETTINGS.filter((key) => values[key] !== options[key]);
    Object.assign(options, { algorithm: name, ...values, custom: undefined });
    const changed = Object.fromEntries(different.map((key) => [key, values[key]]));
    try {
      operations.schedule(
        isRenamed ? name : brain.algorithm,
        schedulerOptionsOf({ ...settings.live, ...changed }),
        BY,
      );
    } catch (error) {
      Object.assign(options, before);
      throw error;
    }
    const ended = different.map((key) => [key, null] as const);
    overrides.changeBalancer({ ...(isRenamed && { algorithm: null }), ...Object.fromEntries(ended) }, BY);
    overrides.generation++;
  }

  /** All that are in the way make room before the first joins: two may have changed places. */
  #replace(added: readonly BackendSpec[]): void {
    const { brain, operations, overrides, stickinessChanged } = this.#deps;
    const { pool, router } = brain;
    const inTheWay = pool.backends.filter((backend) => added.some((spec) => collide(spec, backend)));
    const words = new Map(inTheWay.map((backend) => [backend, overrides.of(backend)]));
    for (const { name } of inTheWay) operations.removeBackend(name, BY);
    for (const spec of added) {
      operations.addBackend(spec, BY);
      const backend = pool.registry.named(nameOfSpec(spec));
      overrides.adopted(backend);
      const before = inTheWay.find(({ name }) => name === backend.name);
      const said = before && words.get(before);
      if (before === undefined || said === undefined) continue;
      const now = performance.now();
      for (const key of router.follow(before, backend, now)) stickinessChanged(key, now);
      this.#repeat(said, backend);
      overrides.inherited(before, backend);
    }
  }

  #repeat({ weight, maxConnections, admin }: ReturnType<Overrides['of']>, { name }: Backend): void {
    const { operations } = this.#deps;
    if (weight !== null) operations.setWeight(name, weight, BY);
    if (maxConnections !== null)
      operations.setLimit(name, maxConnections === 'unlimited' ? Infinity : maxConnections, BY);
    if (admin !== null) operations.setAdmin(name, admin, BY);
  }
}

function collide(spec: BackendSpec, backend: Backend): boolean {
  return nameOfSpec(spec) === backend.name || (spec.host === backend.host && spec.port === backend.port);
}
