import type { Scheduler } from '../schedulers/scheduler.js';
import type { ActiveServers } from './active-servers.js';
import { ActiveSet } from './active-set.js';
import { BackendRegistry } from './backend-registry.js';
import { refuseBadLimit, refuseBadWeight } from './backend.js';
import type { AdminState, Backend, BackendSpec } from './backend.js';
import { Draining } from './draining.js';
import type { ClosedAt, Journal, OpenedAt } from './journal.js';
import { Members } from './members.js';
import type { BackendPoolOptions } from './pool-options.js';
import { SlowStart } from './slow-start.js';

/**
 * The state of all backends, and ACTIVE_SERVERS: those that are up, or the backups that are up while no other is. It is the
 * only writer of a backend's state, and keeps the scheduler told of every change. The scheduler's members are the active ones
 * that are not full.
 */
export class BackendPool {
  readonly registry = new BackendRegistry();
  readonly draining = new Draining();
  readonly #activeChanged: ((backend: Backend) => void) | undefined;
  readonly #journal: Journal | undefined;
  readonly #slowStart: SlowStart;
  readonly #active: ActiveSet;
  readonly #members: Members;
  maxPerBackend: number; // of backends for which nothing else is said
  #limited = false;
  #openConnections = 0;

  /** @throws LbsimError `ERR_BACKEND_DUPLICATE`, `ERR_OPTION_INVALID` */
  constructor(
    specs: readonly BackendSpec[],
    scheduler: Scheduler<Backend>,
    { maxPerBackend = Infinity, slowStartMs = 0, activeChanged, journal }: BackendPoolOptions = {},
  ) {
    this.#members = new Members(scheduler);
    this.#activeChanged = activeChanged;
    this.#active = new ActiveSet((backend) => {
      this.#members.enrol(backend);
      activeChanged?.(backend);
    });
    this.#journal = journal;
    this.maxPerBackend = maxPerBackend;
    this.#limited = maxPerBackend < Infinity;
    this.#slowStart = new SlowStart(slowStartMs, (backend, before) => {
      this.#members.scheduler.weightChanged(backend, before);
    });
    for (const backend of this.registry.addAll(specs, maxPerBackend)) this.#prepare(backend);
  }

  /** Those that there are now, in the order in which they came. */
  get backends(): readonly Backend[] {
    return this.registry.all;
  }

  /** How many backends are active. */
  get activeCount(): number {
    return this.#active.size;
  }

  /** Whether an active backend is not full. */
  get hasRoom(): boolean {
    return this.#members.size > 0;
  }

  /** Connections of this balancer that are open or being opened to all backends. */
  get openConnections(): number {
    return this.#openConnections;
  }

  /** ACTIVE_SERVERS: the names of the active backends, in the order given. */
  get activeServers(): string[] {
    return this.backends.filter(({ active }) => active).map(({ name }) => name);
  }

  /** ACTIVE_SERVERS for an event, at a cost that does not grow with the number of backends. */
  get firstActiveServers(): ActiveServers {
    return this.#active.firstNames(this.registry);
  }

  /** Whether the algorithm learns from answers, so that they are worth measuring. */
  get learns(): boolean {
    return this.#members.scheduler.answered !== undefined;
  }

  /** Whether backends can be full, or could be. */
  get isLimited(): boolean {
    return this.#limited;
  }

  /**
   * A backend joins; it is down until it is found up.
   *
   * @throws LbsimError `ERR_BACKEND_DUPLICATE`, `ERR_OPTION_INVALID`; nothing has changed then
   */
  add(spec: BackendSpec): Backend {
    const [backend] = this.registry.addAll([spec], this.maxPerBackend);
    if (backend === undefined) throw new RangeError('one was to be added');
    this.#prepare(backend);
    this.#journal?.(['added', backend.index, spec]);
    return backend;
  }

  /** A backend is gone for good. The connections that it has count until they are closed. */
  remove(backend: Backend): void {
    this.#journal?.(['removed', backend.index]);
    this.#set(backend, () => {
      backend.healthy = false;
      backend.removed = true;
    });
    this.#slowStart.forget(backend);
    this.#active.remove(backend);
    this.registry.remove(backend);
  }

  /** @throws LbsimError `ERR_OPTION_INVALID`; nothing has changed then */
  setWeight(backend: Backend, weight: number): void {
    refuseBadWeight(backend.name, weight);
    this.#journal?.(['weight', backend.index, weight]);
    this.#members.reweigh(backend, () => this.#slowStart.setWeight(backend, weight));
  }

  /** A backend becomes a backup, or is one no longer. */
  setBackup(backend: Backend, backup: boolean): void {
    this.#journal?.(['backup', backend.index, backup]);
    this.#active.setBackup(backend, backup);
  }

  /** Slow starts take that long from now on, in milliseconds; those that are under way as well. 0: none. */
  setSlowStart(durationMs: number): void {
    this.#journal?.(['slowStart', durationMs]);
    this.#slowStart.setDuration(durationMs, (rescale) => {
      for (const backend of this.backends) this.#members.reweigh(backend, () => rescale(backend));
    });
  }

  /**
   * @param backend - undefined for all, those that are still to come as well
   * @param limit - connections that it may have at once, Infinity for any number
   * @throws LbsimError `ERR_OPTION_INVALID`; nothing has changed then
   */
  setLimit(backend: Backend | undefined, limit: number): void {
    refuseBadLimit(limit);
    this.#journal?.(['limit', backend?.index ?? null, limit === Infinity ? null : limit]);
    if (backend === undefined) this.maxPerBackend = limit;
    this.#limited ||= limit < Infinity;
    for (const one of backend === undefined ? this.backends : [backend]) {
      one.maxConnections = limit;
      this.#members.enrol(one);
    }
  }

  /** The monitor's word. One found down that is up again begins its slow start at `now`, in ms. @param reason - why it is down */
  observed(backend: Backend, healthy: boolean, now: number, reason?: string): void {
    const isNews = backend.observed;
    this.setHealthy(backend, healthy, reason);
    if (isNews && healthy) this.cameBack(backend, now);
  }

  setHealthy(backend: Backend, healthy: boolean, reason?: string): void {
    this.#journal?.(['healthy', backend.index, healthy]);
    this.#set(backend, () => backend.found(healthy, reason));
  }

  /** The operator's word. */
  setAdmin(backend: Backend, admin: AdminState): void {
    this.#journal?.(['admin', backend.index, admin]);
    this.#set(backend, () => (backend.admin = admin));
  }

  /** From now on this one chooses. */
  setScheduler(scheduler: Scheduler<Backend>): void {
    this.#members.setScheduler(scheduler);
  }

  /** A backend that was down is up again: its slow start begins at `now`, in milliseconds. */
  cameBack(backend: Backend, now: number): void {
    this.#journal?.(['back', now, backend.index]);
    this.#slowStart.begin(backend, now);
  }

  /** The share of its weight that the backend takes at `now`: less than 1 during a slow start. */
  warmthOf(backend: Backend, now: number): number {
    return this.#slowStart.warmthOf(backend, now);
  }

  /** Goes on with what depends on time: slow starts. To be called before a pick. */
  advance(now: number): void {
    if (!this.#slowStart.goesOn) return;
    this.#journal?.(['advance', now]);
    this.#slowStart.advance(now);
  }

  /** A socket to the backend is about to be opened. */
  opened(backend: Backend, ...at: OpenedAt): void {
    this.#journal?.(['opened', backend.index, ...at]);
    this.#count(backend, 1);
  }

  /** A socket to the backend has closed, whether or not it ever connected. */
  closed(backend: Backend, ...at: ClosedAt): void {
    this.#journal?.(['closed', backend.index, ...at]);
    this.#count(backend, -1);
  }

  /** The backend has answered, `latency` milliseconds after it was asked. */
  answered(backend: Backend, latency: number, now: number): void {
    if (!this.learns) return;
    this.#journal?.(['answered', now, backend.index, latency]);
    this.#members.scheduler.answered?.(backend, latency, now);
  }

  latencyOf(backend: Backend, now: number): number {
    return this.#members.scheduler.latencyOf?.(backend, now) ?? Infinity;
  }

  /** Other balancers have that many connections open to the backend: they count like those of this one. */
  setRemote(backend: Backend, connections: number): void {
    this.#journal?.(['remote', backend.index, connections]);
    const change = connections - backend.remoteConnections;
    backend.remoteConnections = connections;
    this.#changeLoad(backend, change);
  }

  #count(backend: Backend, change: number): void {
    this.#openConnections += change;
    this.#changeLoad(backend, change);
  }

  #changeLoad(backend: Backend, change: number): void {
    backend.openConnections += change;
    this.#members.scheduler.loadChanged(backend);
    if (this.#limited) this.#members.enrol(backend);
  }

  #prepare(backend: Backend): void {
    this.#slowStart.prepare(backend);
    this.#active.add(backend);
  }

  #set(backend: Backend, change: () => void): void {
    const { up: wasUp, isDraining: wasDraining } = backend;
    change();
    const { up, isDraining } = backend;
    if (isDraining !== wasDraining) this.draining.changed(isDraining);
    if (up !== wasUp) this.#active.upChanged(backend);
    if (isDraining !== wasDraining) this.#activeChanged?.(backend);
  }
}
