import { BackendAddresses } from '../health/backend-addresses.js';
import type { HealthMonitor } from '../health/health-monitor.js';
import { formatAddress, type Address } from '../net/address.js';
import type { Destination } from '../net/destination.js';
import type { FailureKind } from '../failure.js';
import { reachesListener } from '../net/own-address.js';
import { resolveHost } from '../net/resolve.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import type { Brain } from '../routing/brain.js';
import { CentralDispatcher } from '../dispatch/central-dispatcher.js';
import type { Dispatcher, DispatchRequest } from '../dispatch/dispatcher.js';
import type { EventSink } from '../event-sink.js';
import type { BalancerEvents, ListeningEvent } from './events.js';
import type { ResolvedOptions } from './options.js';
import { Moves } from '../dispatch/moves.js';
import { PendingRequest } from '../dispatch/pending-request.js';
import { REQUEST_PORT } from '../dispatch/dispatch-port.js';
import type { ControlObserver } from './control-observer.js';
import { createMonitor } from './create-monitor.js';
import { PickRing } from './picks.js';
import { Operations } from './operations.js';
import { addressesAtOnce, refuseItself } from './refuse-itself.js';
import { createRecordedBrain } from './recorded-brain.js';
import { snapshotOf, type BalancerSnapshot } from './snapshot.js';
import type { RecordingWriter } from '../recording/writer.js';

/** The control plane of a balancer, beside its clock: dispatcher, health monitor, lookups of host names, recording. */
export class ControlPlane implements Dispatcher {
  readonly pool: BackendPool;
  readonly operations: Operations;
  readonly picks: PickRing;
  readonly #brain: Brain;
  readonly #options: ResolvedOptions;
  readonly #events: EventSink<BalancerEvents>;
  readonly #observer: ControlObserver;
  readonly #recorder: RecordingWriter | undefined;
  readonly #central: CentralDispatcher<DispatchRequest>;
  readonly #health: HealthMonitor;
  readonly #addresses: BackendAddresses;
  /** Where this balancer listens: an IP address, and port 0 until it is known. */
  #own: Address = { host: '', port: 0 };
  #started = false;
  #stopped = false;
  #tellToStop: (() => void) | undefined;
  /** Resolves when it is to stop: a lookup may take long, and cannot be called off. */
  readonly #toldToStop = new Promise<undefined>((resolve) => (this.#tellToStop = () => resolve(undefined)));

  /** @param events - told of health changes, when no backend is active, and when all places are taken */
  constructor(options: ResolvedOptions, events: EventSink<BalancerEvents>, observer: ControlObserver = {}) {
    this.#options = options;
    this.#events = events;
    this.#observer = observer;
    const { brain, recorder } = createRecordedBrain(options, events, {
      forgotten: observer.forgotten?.bind(observer),
      activeChanged: observer.activeChanged?.bind(observer),
    });
    this.#brain = brain;
    this.pool = brain.pool;
    this.#recorder = recorder;
    const { maxConnections } = options;
    const placed = {
      full: (queued: number): unknown => events.emit('max_connections_reached', { maxConnections, queued }),
      crowdedChanged: (crowded: boolean): void => observer.crowdedChanged?.(crowded),
    };
    this.#central = new CentralDispatcher(brain, options, placed, REQUEST_PORT);
    this.picks = new PickRing(this.#central.picks, options, () => observer.rulesChanged?.());
    this.#addresses = new BackendAddresses(this.pool.backends, {
      intervalMs: options.dnsIntervalMs,
      timeoutMs: options.healthCheckTimeoutMs,
      lookup: options.lookup,
      excluded: (address) => reachesListener(this.#own, address),
      changed: (backend) => this.#addressesChanged(backend),
    });
    this.#health = this.#createMonitor();
    this.operations = this.#createOperations();
  }

  /** Whether few places for clients are left. */
  get crowded(): boolean {
    return this.#central.crowded;
  }

  /**
   * Looks up the backends' hosts and probes each backend once; then goes on doing both. A host that does not resolve is a
   * backend that is down.
   *
   * @throws LbsimError of kind `runtime`: the host to listen on does not resolve, the recording cannot be written; of kind
   *   `usage`: a backend is this balancer itself
   */
  async start(): Promise<void> {
    const { host, port } = this.#options;
    const ip = await Promise.race([resolveHost(host), this.#toldToStop]);
    if (ip === undefined) return;
    await this.#addresses.start();
    if (this.#stopped) return;
    this.#own = { host: ip, port };
    this.#refuseItself();
    this.#recorder?.open();
    this.#started = true;
    await this.#health.start();
  }

  /**
   * The port on which this balancer listens is known.
   *
   * @throws LbsimError of kind `usage`: a backend is this balancer itself
   */
  listensOn(port: number): void {
    this.#own = { ...this.#own, port };
    this.#refuseItself();
  }

  /** Looks at the backends no more, and ends the recording, for good. Ends a start that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#tellToStop?.();
    this.#health.stop();
    this.#addresses.stop();
    await this.#recorder?.close();
  }

  /** Tells that the balancer listens, and how things stand. */
  announce(listening: Pick<ListeningEvent, 'host' | 'port' | 'workers'>): void {
    const { stickyKey } = this.#options;
    const standing = { stickyKey, backends: this.pool.registry.names, ...this.pool.firstActiveServers };
    this.#events.emit('listening', { ...listening, algorithm: this.#brain.algorithm, ...standing });
    this.#sayIfNoneIsActive();
  }

  /** How it stands. */
  snapshot(stopping: boolean): BalancerSnapshot {
    const others = { algorithm: this.#brain.algorithm, stopping, waiting: this.#central.waiting };
    return snapshotOf(this.pool, others, performance.now());
  }

  newRequest(attempts: number): PendingRequest {
    return new PendingRequest(attempts);
  }

  readonly newMoves = (): Moves => new Moves();

  dispatch(request: DispatchRequest): void {
    this.#central.dispatch(request, performance.now());
  }

  readonly confirmWait: Dispatcher['confirmWait'] = (_request, confirmed) => confirmed(0); // it answers at once

  cancel(request: DispatchRequest): void {
    this.#central.cancel(request, performance.now());
  }

  /** A connection to the backend is being opened, of a client whose place had been known. */
  connectionOpened(backend: Backend): void {
    this.#central.connectionOpened(backend);
  }

  established({ stickyKey, tried }: Pick<DispatchRequest, 'stickyKey' | 'tried'>, backend: Backend): void {
    this.#central.established(stickyKey, backend, tried, performance.now());
  }

  released(stickyKey: string | undefined, backend: Backend): void {
    this.#central.released(stickyKey, backend, performance.now());
  }

  connectionClosed(backend: Backend): void {
    this.#central.connectionClosed(backend, performance.now());
  }

  failed(backend: Backend, reason: FailureKind): void {
    this.#health.reportFailure(backend, reason);
  }

  get learns(): boolean {
    return this.#central.learns;
  }

  answered(backend: Backend, latencyMs: number): void {
    this.#central.answered(backend, latencyMs, performance.now());
  }

  readonly succeeded = (backend: Backend): void => this.#health.reportAnswer(backend);

  get backendCount(): number {
    return this.pool.backends.length;
  }

  hasOther(tried: ReadonlySet<Backend>): boolean {
    return this.#central.hasOther(tried);
  }

  addressOf(backend: Backend): Destination {
    return this.#addresses.of(backend);
  }

  #addressesChanged(backend: Backend): void {
    this.#observer.addressesChanged?.(backend);
    if (!this.#started) return;
    const { name, host } = backend;
    const addresses = [...this.addressOf(backend).ips];
    this.#events.emit('addresses_changed', { backend: name, host, addresses });
    this.#health.probeNow(backend);
  }

  #refuseItself(): void {
    for (const backend of this.pool.backends)
      refuseItself(this.#own, backend.name, this.addressOf(backend).addresses);
  }

  #createMonitor(): HealthMonitor {
    const monitor = createMonitor(this.#options, this.pool, this.#addresses, (backend) =>
      this.#observer.addressesChanged?.(backend),
    );
    monitor.on('backend_down_at_start', (event) => this.#events.emit('backend_down_at_start', event));
    monitor.on('failover', (event, backend) => {
      this.#events.emit('failover', event);
      this.#sayIfNoneIsActive();
      this.#observer.wentDown?.(backend);
      this.#central.changed(performance.now()); // backups may have taken over
    });
    monitor.on('failback', (event) => {
      this.#events.emit('failback', event);
      this.#central.changed(performance.now());
    });
    // The first word about a backend that came while the balancer runs is no event, but may end a wait.
    monitor.on('first_up', () => this.#central.changed(performance.now()));
    return monitor;
  }

  #createOperations(): Operations {
    return new Operations({
      brain: this.#brain,
      health: this.#health,
      addresses: this.#addresses,
      random: this.#options.random,
      events: this.#events,
      refuseItself: (spec) =>
        refuseItself(this.#own, spec.name ?? formatAddress(spec), addressesAtOnce(spec)),
      joined: (backend) => this.#observer.joined?.(backend),
      rulesChanged: () => this.#observer.rulesChanged?.(),
      changed: () => this.#central.changed(performance.now()),
      noneActive: () => this.#sayIfNoneIsActive(),
    });
  }

  #sayIfNoneIsActive(): void {
    if (this.pool.activeCount === 0) this.#events.emit('no_active_servers', this.pool.registry.firstNames);
  }
}
