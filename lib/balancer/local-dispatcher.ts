import { optionError } from '../errors.js';
import { HealthMonitor } from '../health/health-monitor.js';
import type { Address } from '../net/address.js';
import type { FailureKind } from '../net/failure.js';
import { resolveHost } from '../net/resolve.js';
import { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import { Router } from '../routing/router.js';
import { SessionMap } from '../routing/session-map.js';
import { createScheduler } from '../schedulers/index.js';
import type { Dispatcher, Seeker } from './dispatcher.js';
import type { BalancerEvents, ListeningEvent, Told } from './events.js';
import type { SettledOptions } from './options.js';
import { WaitingRoom } from './waiting-room.js';

/** The dispatcher in whose process the scheduler, SESSION_MAP, the counts and the health monitor live. */
export class LocalDispatcher implements Dispatcher {
  readonly pool: BackendPool;
  readonly #options: SettledOptions;
  readonly #events: Told<BalancerEvents>;
  readonly #router: Router;
  readonly #health: HealthMonitor;
  readonly #waitingRoom = new WaitingRoom<Seeker>();
  readonly #addresses = new Map<Backend, Address>();
  readonly #search = (seeker: Seeker): void => this.seek(seeker);

  /**
   * @param events - told of health changes, and when no backend is available
   * @param forgotten - told of each sticky key whose entry in SESSION_MAP is gone or leads to another backend
   */
  constructor(
    options: SettledOptions,
    events: Told<BalancerEvents>,
    forgotten?: (stickyKey: string) => void,
  ) {
    this.#options = options;
    this.#events = events;
    const scheduler = createScheduler<Backend>(options.algorithm, options.random);
    const sessions = new SessionMap({ max: options.stickyMax, ttlMs: options.stickyTtlMs, forgotten });
    this.#router = new Router(scheduler, sessions);
    this.pool = new BackendPool(options.backends, scheduler);
    this.#health = this.#createMonitor();
  }

  /** Resolves the backends' hosts and looks at each backend once; then goes on looking. */
  async start(): Promise<void> {
    await Promise.all(
      this.pool.backends.map(async (backend) => {
        this.#addresses.set(backend, { host: await resolveHost(backend.host), port: backend.port });
      }),
    );
    await this.#health.start();
  }

  /** Looks at the backends no more. Ends a start that is under way. */
  stop(): void {
    this.#health.stop();
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
    const backend = this.pool.backends.find((candidate) => candidate.name === name);
    if (backend === undefined) {
      throw optionError(`unknown backend '${name}': use one of ${this.pool.names.join(', ')}`);
    }
    this.pool.setEnabled(backend, enabled);
    if (backend.available) this.#waitingRoom.callAll(this.#search);
    else this.#sayIfNoneIsActive();
  }

  seek(seeker: Seeker): void {
    const route = this.#router.route(seeker.stickyKey, seeker.tried, performance.now());
    if (route !== undefined) {
      this.pool.opened(route.backend);
      seeker.routed(route);
    } else if (this.pool.activeCount > 0) {
      seeker.exhausted();
    } else {
      this.#waitingRoom.enter(seeker);
      seeker.queued();
    }
  }

  leave(seeker: Seeker): void {
    this.#waitingRoom.leave(seeker);
  }

  established({ stickyKey, tried }: Pick<Seeker, 'stickyKey' | 'tried'>, backend: Backend): void {
    this.#router.established(stickyKey, backend, tried, performance.now());
  }

  released(stickyKey: string | undefined, backend: Backend): void {
    this.#router.released(stickyKey, backend, performance.now());
  }

  closed(backend: Backend): void {
    this.pool.closed(backend);
  }

  failed(backend: Backend, reason: FailureKind): void {
    this.#health.reportFailure(backend, reason);
  }

  hasOther(tried: ReadonlySet<Backend>): boolean {
    return [...tried].filter((backend) => backend.available).length < this.pool.activeCount;
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
    });
    monitor.on('failback', (event) => {
      events.emit('failback', event);
      this.#waitingRoom.callAll(this.#search);
    });
    return monitor;
  }

  #sayIfNoneIsActive(): void {
    if (this.pool.activeCount === 0) this.#events.emit('no_active_servers', { backends: this.pool.names });
  }
}
