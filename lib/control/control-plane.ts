import { BackendAddresses } from '../health/backend-addresses.js';
import type { HealthMonitor } from '../health/health-monitor.js';
import { formatAddress, type Address } from '../net/address.js';
import { reachesListener } from '../net/own-address.js';
import { resolveHost } from '../net/resolve.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import type { Brain } from '../routing/brain.js';
import { CentralDispatcher } from '../dispatch/central-dispatcher.js';
import type { DispatchRequest } from '../dispatch/dispatcher.js';
import { Discovery } from '../discovery/discovery.js';
import type { EventSink } from '../event-sink.js';
import type { BalancerEvents, ListeningEvent } from './events.js';
import type { ResolvedOptions } from './options.js';
import { REQUEST_PORT } from '../dispatch/dispatch-port.js';
import type { ControlObserver } from './control-observer.js';
import { backendList } from './backend-list.js';
import { createMonitor } from './create-monitor.js';
import { FoundBackends } from './found-backends.js';
import { LocalDispatcher } from './local-dispatcher.js';
import { PickRing } from './picks.js';
import { Operations } from './operations.js';
import { liveSettingsOf } from './live-settings.js';
import { SettingsOperations } from './settings-operations.js';
import { SessionOperations } from './session-operations.js';
import { addressesAtOnce, refuseItself } from './refuse-itself.js';
import { createRecordedBrain } from './recorded-brain.js';
import type { BalancerSnapshot } from './snapshot.js';
import { Inspector } from './inspector.js';
import { Overrides } from './overrides.js';
import { probeOutcome, type ProbeOutcome } from './probe-outcome.js';
import type { RecordingWriter } from '../recording/writer.js';

/** The control plane of a balancer, beside its clock: dispatcher, health monitor, lookups of host names, recording. */
export class ControlPlane extends LocalDispatcher {
  readonly pool: BackendPool;
  readonly operations: Operations;
  readonly sessions: SessionOperations;
  readonly settings: SettingsOperations;
  readonly picks: PickRing;
  readonly #brain: Brain;
  readonly #options: ResolvedOptions;
  readonly #events: EventSink<BalancerEvents>;
  readonly #observer: ControlObserver;
  readonly #overrides = new Overrides();
  readonly #inspector: Inspector;
  readonly #recorder: RecordingWriter | undefined;
  readonly #found: FoundBackends;
  readonly #discovery: Discovery;
  protected readonly central: CentralDispatcher<DispatchRequest>;
  protected readonly health: HealthMonitor;
  protected readonly addresses: BackendAddresses;
  /** Where this balancer listens: an IP address, and port 0 until it is known. */
  #own: Address = { host: '', port: 0 };
  #started = false;
  #stopped = false;
  #tellToStop: (() => void) | undefined;
  /** Resolves when it is to stop: a lookup may take long, and cannot be called off. */
  readonly #toldToStop = new Promise<undefined>((resolve) => (this.#tellToStop = () => resolve(undefined)));

  /** @param events - told of health changes, when no backend is active, and when all places are taken */
  constructor(options: ResolvedOptions, events: EventSink<BalancerEvents>, observer: ControlObserver = {}) {
    super();
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
    const live = { ...liveSettingsOf(options) };
    const placed = {
      full: (queued: number): unknown =>
        events.emit('max_connections_reached', { maxConnections: live.maxConnections, queued }),
      crowdedChanged: (crowded: boolean): void => observer.crowdedChanged?.(crowded),
    };
    this.central = new CentralDispatcher(brain, live, placed, REQUEST_PORT);
    this.picks = new PickRing(this.central.picks, options, () => observer.rulesChanged?.());
    this.addresses = new BackendAddresses(this.pool.backends, {
      intervalMs: options.dnsIntervalMs,
      timeoutMs: options.healthCheckTimeoutMs,
      lookup: options.lookup,
      excluded: (address) => reachesListener(this.#own, address),
      changed: (backend) => this.#addressesChanged(backend),
    });
    this.health = this.#createMonitor();
    this.operations = this.#createOperations();
    const { operations } = this;
    this.settings = new SettingsOperations(options, live, {
      ...{ brain, operations, overrides: this.#overrides, events },
      changed: () => {
        observer.settingsChanged?.(live);
        observer.rulesChanged?.();
        this.#mayServe();
      },
    });
    const stickinessChanged = (key: string, now: number): void => this.central.stickinessChanged(key, now);
    const { health, addresses, loads } = this;
    this.#inspector = new Inspector({
      ...{ options, brain, health, addresses, loads },
      overrides: this.#overrides,
    });
    this.sessions = new SessionOperations({ brain, events, stickinessChanged });
    const { drainTimeoutMs, healthCheckTimeoutMs: timeoutMs } = options;
    this.#found = new FoundBackends({ operations, registry: this.pool.registry, drainTimeoutMs });
    this.#discovery = new Discovery({ ...options, timeoutMs, entry: backendList }, this.#found, events);
  }

  /**
   * Looks for backends, looks up their hosts and probes each backend once; then goes on doing all that. A host that does not
   * resolve is a backend that is down.
   *
   * @throws LbsimError of kind `runtime`: the host to listen on does not resolve, the recording cannot be written; of kind
   *   `usage`: a backend is this balancer itself, the file of backends cannot be read or is wrong
   */
  async start(): Promise<void> {
    const { host, port } = this.#options;
    const ip = await Promise.race([resolveHost(host), this.#toldToStop]);
    if (ip === undefined) return;
    this.#own = { host: ip, port };
    await Promise.all([this.addresses.start(), this.#discovery.start()]);
    if (this.#stopped) return;
    this.#refuseItself();
    this.#recorder?.open();
    this.#started = true;
    await this.health.start();
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
    this.#discovery.stop();
    this.#found.stop();
    this.health.stop();
    this.addresses.stop();
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
    return this.#inspector.snapshot({ stopping, waiting: this.central.waiting });
  }

  /**
   * Probes a backend now, or waits for the probe that is under way.
   *
   * @throws LbsimError `ERR_OPTION_INVALID` when there is none of that name
   */
  async probe(name: string): Promise<ProbeOutcome> {
    return probeOutcome(await this.health.probe(this.pool.registry.named(name)));
  }

  #addressesChanged(backend: Backend): void {
    this.#observer.addressesChanged?.(backend);
    if (!this.#started) return;
    const { name, host } = backend;
    const addresses = [...this.addressOf(backend).ips];
    this.#events.emit('addresses_changed', { backend: name, host, addresses });
    this.health.probeNow(backend);
  }

  #refuseItself(): void {
    for (const backend of this.pool.backends)
      refuseItself(this.#own, backend.name, this.addressOf(backend).addresses);
  }

  #createMonitor(): HealthMonitor {
    return createMonitor(this.#options, this.pool, this.addresses, {
      events: this.#events,
      reordered: (backend) => this.#observer.addressesChanged?.(backend),
      wentDown: (backend) => {
        this.#sayIfNoneIsActive();
        this.#observer.wentDown?.(backend);
        this.#mayServe(); // backups may have taken over
      },
      cameUp: () => this.#mayServe(),
    });
  }

  #createOperations(): Operations {
    return new Operations({
      brain: this.#brain,
      health: this.health,
      addresses: this.addresses,
      options: this.#options,
      overrides: this.#overrides,
      random: this.#options.random,
      events: this.#events,
      refuseItself: (spec) =>
        refuseItself(this.#own, spec.name ?? formatAddress(spec), addressesAtOnce(spec)),
      joined: (backend) => this.#observer.joined?.(backend),
      rulesChanged: () => this.#observer.rulesChanged?.(),
      changed: () => this.#mayServe(),
      noneActive: () => this.#sayIfNoneIsActive(),
    });
  }

  /** Those that wait may be served now. */
  #mayServe(): void {
    this.central.changed(performance.now());
  }

  #sayIfNoneIsActive(): void {
    if (this.pool.activeCount === 0) this.#events.emit('no_active_servers', this.pool.registry.firstNames);
  }
}
