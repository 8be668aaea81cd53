import { BackendAddresses } from '../health/backend-addresses.js';
import type { HealthMonitor } from '../health/health-monitor.js';
import { resolveHost } from '../net/resolve.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';
import type { Brain } from '../routing/brain.js';
import type { CentralDispatcher } from '../dispatch/central-dispatcher.js';
import type { DispatchRequest } from '../dispatch/dispatcher.js';
import type { EventSink } from '../event-sink.js';
import type { BalancerEvents, ListeningEvent } from './events.js';
import type { ResolvedOptions } from './options.js';
import type { ControlObserver } from './control-observer.js';
import { BackendFinder } from './backend-finder.js';
import { createDispatcher } from './create-dispatcher.js';
import { createMonitor, type ConfigurableMonitor } from './create-monitor.js';
import { Departures } from './departures.js';
import { SharingDispatcher } from './sharing-dispatcher.js';
import { createCluster } from './create-cluster.js';
import { StopNotice } from './stop-notice.js';
import type { Cluster } from '../cluster/cluster.js';
import type { PickRing } from './picks.js';
import { Operations } from './operations.js';
import { HEALTH_SETTINGS, liveSettingsOf, type LiveSettings } from './live-settings.js';
import { OwnAddress } from './own-address.js';
import { Reconfigurator } from './reconfiguration.js';
import { SettingsOperations } from './settings-operations.js';
import { SessionOperations } from './session-operations.js';
import { createRecordedBrain } from './recorded-brain.js';
import type { BalancerSnapshot } from './snapshot.js';
import type { HoldOperations } from './hold-operations.js';
import { Inspector } from './inspector.js';
import { Overrides } from './overrides.js';
import { measurementsOf, type Measurements } from './measurements.js';
import { ProbeMeters } from './probe-meters.js';
import type { CarriedByAll } from './carried.js';
import { probeOutcome, type ProbeOutcome } from './probe-outcome.js';
import type { RecordingWriter } from '../recording/writer.js';

/** The control plane of a balancer, beside its clock: dispatcher, health monitor, lookups of host names, recording. */
export class ControlPlane extends SharingDispatcher {
  readonly pool: BackendPool;
  readonly operations: Operations;
  readonly sessions: SessionOperations;
  readonly settings: SettingsOperations;
  readonly picks: PickRing;
  readonly hold: HoldOperations;
  readonly reconfigurator: Reconfigurator;
  readonly #departures: Departures;
  readonly #brain: Brain;
  /** What the configuration says; a reload changes it. */
  readonly #options: { -readonly [Name in keyof ResolvedOptions]: ResolvedOptions[Name] };
  readonly #events: EventSink<BalancerEvents>;
  readonly #observer: ControlObserver;
  readonly #overrides = new Overrides();
  readonly #inspector: Inspector;
  readonly #probes = new ProbeMeters();
  readonly #recorder: RecordingWriter | undefined;
  readonly #finder: BackendFinder;
  protected readonly central: CentralDispatcher<DispatchRequest>;
  protected readonly health: HealthMonitor;
  protected readonly addresses: BackendAddresses;
  readonly cluster: Cluster | undefined;
  readonly #own = new OwnAddress();
  #started = false;
  readonly #stop = new StopNotice();

  /** @param events - told of health changes, when no backend is active, and when all places are taken */
  constructor(options: ResolvedOptions, events: EventSink<BalancerEvents>, observer: ControlObserver = {}) {
    super();
    this.#options = { ...options };
    this.#events = events;
    this.#observer = observer;
    const { brain, recorder } = createRecordedBrain(options, events, this.brainObserver(observer));
    this.#brain = brain;
    this.pool = brain.pool;
    this.#recorder = recorder;
    const live = { ...liveSettingsOf(options) };
    const overrides = this.#overrides;
    const dispatching = { brain, live, requests: this.requests, overrides, events, observer };
    ({ central: this.central, picks: this.picks, hold: this.hold } = createDispatcher(dispatching));
    this.addresses = new BackendAddresses(this.pool.backends, {
      intervalMs: options.dnsIntervalMs,
      timeoutMs: options.healthCheckTimeoutMs,
      lookup: options.lookup,
      excluded: (address) => this.#own.isReachedBy(address),
      changed: (backend) => this.#addressesChanged(backend),
    });
    const { monitor, configure } = this.#createMonitor();
    this.health = monitor;
    this.operations = this.#createOperations(live);
    const { operations, pool, health, addresses, loads } = this;
    const shared = { brain, operations, overrides, options: this.#options };
    const { stickinessChanged, sessionsChanged } = this;
    this.sessions = new SessionOperations({ brain, live, events, stickinessChanged, sessionsChanged });
    this.settings = new SettingsOperations(live, {
      ...{ ...shared, sessions: this.sessions, events },
      changed: (names) => {
        if (names.some((name) => HEALTH_SETTINGS.includes(name))) configure({ ...this.#options, ...live });
        observer.settingsChanged?.(live);
        observer.rulesChanged?.();
        this.#mayServe();
      },
    });
    this.#inspector = new Inspector({ ...shared, live, health, addresses, loads });
    this.#departures = new Departures({
      ...{ pool, health },
      remove: ({ name }) => operations.removeBackend(name, 'config', true),
    });
    this.reconfigurator = new Reconfigurator({
      ...{ ...shared, settings: this.settings, departures: this.#departures, stickinessChanged },
      refuseItself: (spec) => this.#own.refuseSpec(spec),
    });
    this.cluster = createCluster(options, { ...shared, live, events, own: this.#own, ...this.dispatching });
    const { registry } = pool;
    this.#finder = new BackendFinder(options, { operations, registry, own: this.#own, live, events });
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
    const ip = await Promise.race([resolveHost(host), this.#stop.given]);
    if (ip === undefined) return;
    await this.addresses.start();
    this.#own.set({ host: ip, port }); // from now on an address of a name that is this balancer is passed over
    if (!this.#stop.isGiven) {
      this.#refuseItself();
      await this.#finder.start();
    }
    if (this.#stop.isGiven) return;
    this.#recorder?.open();
    this.#started = true;
    await Promise.all([this.health.start(), this.cluster?.start()]);
  }

  /**
   * The port on which this balancer listens is known.
   *
   * @throws LbsimError of kind `usage`: a backend is this balancer itself
   */
  listensOn(port: number): void {
    this.#own.set({ port });
    this.#refuseItself();
  }

  /** Looks at the backends no more, and ends the recording, for good. Ends a start that is under way. */
  async stop(): Promise<void> {
    this.#stop.give();
    this.#finder.stop();
    this.health.stop();
    this.addresses.stop();
    await this.cluster?.stop();
    await this.#recorder?.close();
  }

  /** Tells that the balancer listens, and how things stand. */
  announce(listening: Pick<ListeningEvent, 'host' | 'port' | 'workers' | 'engine'>): void {
    const { stickyKey } = this.#options;
    const standing = { stickyKey, backends: this.pool.registry.names, ...this.pool.firstActiveServers };
    this.#events.emit('listening', { ...listening, algorithm: this.#brain.algorithm, ...standing });
    this.#sayIfNoneIsActive();
  }

  /** How it stands. */
  snapshot(stopping: boolean): BalancerSnapshot {
    const { central, hold } = this;
    return this.#inspector.snapshot({ stopping, waiting: central.waiting, held: hold.state });
  }

  /** What was counted. @param timesUpTo - with more backends it is not told how long things took */
  measurements(carried: CarriedByAll, timesUpTo: number): Measurements {
    const options = { ...this.#options, ...this.settings.live };
    const [brain, probes, finder] = [this.#brain, this.#probes, this.#finder];
    const { requests, loads, cluster, clusterMeter } = this;
    const deps = { options, brain, requests, loads, probes, finder, cluster, clusterMeter };
    return measurementsOf(deps, carried, this.pool.backends.length <= timesUpTo);
  }

  /**
   * Probes a backend now, or waits for the probe that is under way.
   *
   * @throws LbsimError `ERR_OPTION_INVALID` when there is none of that name
   */
  async probe(name: string): Promise<ProbeOutcome> {
    return probeOutcome(await this.health.probe(this.pool.registry.named(name)));
  }

  override connectionClosed(backend: Backend, connection: number, established: boolean): void {
    super.connectionClosed(backend, connection, established);
    this.#departures.connectionClosed(backend);
    this.#finder.connectionClosed(backend);
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
      this.#own.refuse(backend.name, this.addressOf(backend).addresses);
  }

  #createMonitor(): ConfigurableMonitor {
    return createMonitor(this.#options, this.pool, this.addresses, {
      events: this.#events,
      reordered: (backend) => this.#observer.addressesChanged?.(backend),
      wentDown: (backend) => {
        this.#sayIfNoneIsActive();
        this.#observer.wentDown?.(backend);
        this.#mayServe(); // backups may have taken over
      },
      cameUp: () => this.#mayServe(),
      probed: (backend, probe) => this.#probes.probed(backend, probe),
    });
  }

  #createOperations(live: LiveSettings): Operations {
    const { health, addresses } = this;
    return new Operations({
      ...{ brain: this.#brain, health, addresses, options: this.#options, random: this.#options.random },
      ...{ live, overrides: this.#overrides, events: this.#events },
      refuseItself: (spec) => this.#own.refuseSpec(spec),
      joined: (backend) => this.#observer.joined?.(backend),
      rulesChanged: () => this.#observer.rulesChanged?.(),
      changed: () => this.#mayServe(),
      noneActive: () => this.#sayIfNoneIsActive(),
      leaves: (backend) => this.#departures.leaves(backend) ?? this.#finder.leaves(backend),
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
