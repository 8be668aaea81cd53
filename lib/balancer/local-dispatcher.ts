import { optionError } from '../errors.js';
import { HealthMonitor } from '../health/health-monitor.js';
import type { Address } from '../net/address.js';
import type { FailureKind } from '../net/failure.js';
import { resolveHost } from '../net/resolve.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import type { Router } from '../routing/router.js';
import type { Dispatcher, Seeker } from './dispatcher.js';
import type { BalancerEvents, ListeningEvent, Told } from './events.js';
import type { SettledOptions } from './options.js';
import { Placement } from './placement.js';
import { createRecordedBrain } from './recorded-brain.js';
import type { Recorder } from './recorder.js';

/** Who needs to know more than the events tell. */
export interface DispatchObserver {
  /** A client's entry in SESSION_MAP is gone, or leads to another backend from now on. */
  forgotten?(stickyKey: string): void;
  /** A backend has become one of ACTIVE_SERVERS, or is no more. */
  activeChanged?(backend: Backend): void;
  /** A backend that was up is down. */
  wentDown?(backend: Backend): void;
  /** Places for clients have run short, or are no longer. */
  crowdedChanged?(crowded: boolean): void;
}

/** The dispatcher in whose process the scheduler, SESSION_MAP, the counts and the health monitor live. */
export class LocalDispatcher implements Dispatcher {
  readonly pool: BackendPool;
  readonly #options: SettledOptions;
  readonly #events: Told<BalancerEvents>;
  readonly #observer: DispatchObserver;
  readonly #router: Router;
  readonly #recorder: Recorder | undefined;
  readonly #placement: Placement;
  readonly #health: HealthMonitor;
  readonly #addresses = new Map<Backend, Address>();

  /** @param events - told of health changes, when no backend is active, and when all places are taken */
  constructor(options: SettledOptions, events: Told<BalancerEvents>, observer: DispatchObserver = {}) {
    this.#options = options;
    this.#events = events;
    this.#observer = observer;
    const { brain, recorder } = createRecordedBrain(options, events, {
      forgotten: observer.forgotten?.bind(observer),
      activeChanged: observer.activeChanged?.bind(observer),
    });
    this.pool = brain.pool;
    this.#router = brain.router;
    this.#recorder = recorder;
    const { maxConnections } = options;
    this.#placement = new Placement(this.pool, this.#router, options, {
      full: (queued) => events.emit('max_connections_reached', { maxConnections, queued }),
      crowdedChanged: (crowded) => observer.crowdedChanged?.(crowded),
    });
    this.#health = this.#createMonitor();
  }

  /** Whether few places for clients are left. */
  get crowded(): boolean {
    return this.#placement.crowded;
  }

  /**
   * Resolves the backends' hosts and looks at each backend once; then goes on looking.
   *
   * @throws LbsimError of kind `runtime`: a host does not resolve, the recording cannot be written
   */
  async start(): Promise<void> {
    await this.#recorder?.open();
    await Promise.all(
      this.pool.backends.map(async (backend) => {
        this.#addresses.set(backend, { host: await resolveHost(backend.host), port: backend.port });
      }),
    );
    await this.#health.start();
  }

  /** Looks at the backends no more, and ends the recording. Ends a start that is under way. */
  async stop(): Promise<void> {
    this.#health.stop();
    await this.#recorder?.close();
  }

  /** Tells that the balancer listens, and how things stand. */
  announce(listening: Pick<ListeningEvent, 'host' | 'port' | 'workers'>): void {
    const { algorithm, stickyKey } = this.#options;
    const { names: backends, activeServers } = this.pool;
    this.#events.emit('listening', { ...listening, algorithm, stickyKey, backends, activeServers });
    this.#sayIfNoneIsActive();
  }

  /** The operator's word: takes a backend out of service for new connections, or back into it. */
  setEnabled(name: string, enabled: boolean): void {
    const backend = this.#named(name);
    this.pool.setEnabled(backend, enabled);
    this.#placement.activeServersChanged();
    this.#sayIfNoneIsActive();
  }

  seek(seeker: Seeker): void {
    this.#placement.seek(seeker);
  }

  leave(seeker: Seeker): void {
    this.#placement.leave(seeker);
  }

  /** A connection to the backend is being opened, of a client whose place had been known. */
  took(backend: Backend): void {
    this.#placement.took(backend);
  }

  established({ stickyKey, tried }: Pick<Seeker, 'stickyKey' | 'tried'>, backend: Backend): void {
    this.#router.established(stickyKey, backend, tried, performance.now());
  }

  released(stickyKey: string | undefined, backend: Backend): void {
    this.#router.released(stickyKey, backend, performance.now());
  }

  closed(backend: Backend): void {
    this.#placement.gaveBack(backend);
  }

  failed(backend: Backend, reason: FailureKind): void {
    this.#health.reportFailure(backend, reason);
  }

  get learns(): boolean {
    return this.pool.learns;
  }

  answered(backend: Backend, latencyMs: number): void {
    this.pool.answered(backend, latencyMs, performance.now());
  }

  get backendCount(): number {
    return this.pool.backends.length;
  }

  hasOther(tried: ReadonlySet<Backend>): boolean {
    return [...tried].filter(({ active }) => active).length < this.pool.activeCount;
  }

  addressOf(backend: Backend): Address {
    return this.#addresses.get(backend) ?? backend;
  }

  #createMonitor(): HealthMonitor {
    const { healthCheckIntervalMs, healthCheckTimeoutMs, healthCheckRise, healthCheckFall } = this.#options;
    const monitor = new HealthMonitor(this.pool, {
      intervalMs: healthCheckIntervalMs,
      timeoutMs: healthCheckTimeoutMs,
      rise: healthCheckRise,
      fall: healthCheckFall,
      probe: this.#options.probe,
      random: this.#options.random,
      addressOf: (backend) => this.addressOf(backend),
      now: () => performance.now(),
    });
    const events = this.#events;
    monitor.on('backend_down_at_start', (event) => events.emit('backend_down_at_start', event));
    monitor.on('failover', (event) => {
      events.emit('failover', event);
      this.#sayIfNoneIsActive();
      this.#observer.wentDown?.(this.#named(event.backend));
      this.#placement.activeServersChanged(); // backups may have taken over
    });
    monitor.on('failback', (event) => {
      this.pool.cameBack(this.#named(event.backend), performance.now());
      events.emit('failback', event);
      this.#placement.activeServersChanged();
    });
    return monitor;
  }

  #sayIfNoneIsActive(): void {
    if (this.pool.activeCount === 0) this.#events.emit('no_active_servers', { backends: this.pool.names });
  }

  /** @throws LbsimError `ERR_OPTION_INVALID` when there is none of that name */
  #named(name: string): Backend {
    const backend = this.pool.backends.find((candidate) => candidate.name === name);
    if (backend === undefined) {
      throw optionError(`unknown backend '${name}': use one of ${this.pool.names.join(', ')}`);
    }
    return backend;
  }
}
