import { CentralDispatcher } from '../../dispatch/central-dispatcher.js';
import type { DispatchPort } from '../../dispatch/dispatch-port.js';
import type { FailureKind } from '../../failure.js';
import { ejectionTimes } from '../../health/ejection.js';
import { HealthMonitor } from '../../health/health-monitor.js';
import type { StartTimer } from '../../health/start-timer.js';
import type { ProbeResult } from '../../health/probe.js';
import type { Backend, BackendSpec } from '../../routing/backend.js';
import { createBrain, type Brain } from '../../routing/brain.js';
import type { RandomSource } from '../../schedulers/scheduler.js';
import { backendName } from '../backends/backend-name.js';
import { LaggedScheduler } from './lagged-scheduler.js';
import type { SimulationSettings } from '../plan/settings.js';
import type { Exchange } from './exchange.js';

/** What a balancer of the simulation stands on. */
export interface VirtualBalancerDeps {
  readonly now: () => number;
  readonly startTimer: StartTimer;
  /** Looks at a backend, by its number: as `Probe`. */
  readonly probe: (backend: number, timeout: number, done: (result: ProbeResult) => void) => () => void;
  /** Where its picks, and the jitter of its probes, come from. */
  readonly picks: RandomSource;
  readonly probes: RandomSource;
  /** How its dispatcher deals with jobs. */
  readonly port: DispatchPort<number>;
}

/** Who is told what a balancer has found out. */
export interface BalancerObserver {
  failover(backend: Backend): void;
  failback(backend: Backend): void;
  /** ACTIVE_SERVERS is another. */
  activeChanged(balancer: VirtualBalancer, backend: Backend): void;
}

type HealthSettings = NonNullable<SimulationSettings['scenario']> & Pick<SimulationSettings, 'observe'>;

const PORTS = 65_535;

/** The control plane of `lbsim balance`, in virtual time: its scheduler, its dispatcher, its health monitor. */
export class VirtualBalancer {
  readonly dispatcher: CentralDispatcher<number>;
  readonly brain: Brain;
  /** How it shares with others, if it does. */
  sharing: Exchange | undefined;
  readonly #monitor: HealthMonitor | undefined;

  constructor(settings: SimulationSettings, deps: VirtualBalancerDeps, observer: BalancerObserver) {
    const { algorithm, custom, choices, sample, decay, vnodes, maxPerBackend, keys, sticky, scenario } =
      settings;
    const { maxConnections, queueMax, rateLimit, observe, loadLag } = settings;
    this.brain = createBrain(
      {
        algorithm,
        schedulerOptions: { choices, sample, decay, vnodes },
        backends: backendSpecs(settings),
        maxPerBackend,
        slowStartMs: scenario?.slowStart ?? 0,
        ...(sticky && { sessions: { max: keys, ttlMs: Number.MAX_SAFE_INTEGER } }),
      },
      {
        random: deps.picks,
        custom,
        ...(loadLag > 0 && { wrap: (make) => new LaggedScheduler<Backend>(make, loadLag, deps.now) }),
        activeChanged: (backend) => observer.activeChanged(this, backend),
      },
    );
    this.dispatcher = new CentralDispatcher(
      this.brain,
      { maxConnections, queueMax, ...perMillisecond(rateLimit) },
      { full: () => undefined, crowdedChanged: () => undefined },
      deps.port,
    );
    const { pool } = this.brain;
    this.#monitor = scenario && this.#createMonitor({ ...scenario, observe }, deps, observer);
    if (this.#monitor === undefined) for (const backend of pool.backends) pool.setHealthy(backend, true);
  }

  /** Begins to look after its backends, if it does so at all. */
  start(): void {
    void this.#monitor?.start();
    this.sharing?.start();
  }

  /** @throws RangeError when there is none of that number */
  backend(index: number): Backend {
    const backend = this.dispatcher.pool.registry.at(index);
    if (backend === undefined) throw new RangeError(`there is no backend no. ${index}`);
    return backend;
  }

  /** @returns whether the job waits until it is known where its client sticks to; it is placed then */
  holds(job: number, key: string | undefined): boolean {
    return key !== undefined && this.sharing?.holds(job, key) === true;
  }

  /** A connection to the backend is established, of a client that had tried these without success. */
  established(key: string | undefined, backend: Backend, tried: ReadonlySet<Backend>, now: number): void {
    this.dispatcher.established(key, backend, tried, now);
    if (key !== undefined) this.sharing?.established(key);
  }

  /** A connection that was established is over. */
  released(key: string | undefined, backend: Backend, now: number): void {
    this.dispatcher.released(key, backend, now);
    if (key !== undefined) this.sharing?.released(key);
  }

  /** A connection to the backend is closed, whether or not it was ever established. */
  connectionClosed(backend: Backend, now: number): void {
    this.dispatcher.connectionClosed(backend, now);
    this.sharing?.countChanged(backend);
  }

  /** Something has been heard of the backend: its next probe comes at once. */
  probeNow(backend: Backend): void {
    this.#monitor?.probeNow(backend);
  }

  /** The backend could not be reached. */
  failed(backend: Backend, reason: FailureKind): void {
    this.#monitor?.reportFailure(backend, reason);
  }

  /** The backend has answered. */
  answered(backend: Backend): void {
    this.#monitor?.reportAnswer(backend);
  }

  #createMonitor(
    { interval: intervalMs, timeout: timeoutMs, rise, fall, observe }: HealthSettings,
    { now, startTimer, probe, probes: random }: VirtualBalancerDeps,
    observer: BalancerObserver,
  ): HealthMonitor {
    const monitor = new HealthMonitor(this.dispatcher.pool, {
      intervalMs,
      timeoutMs,
      rise,
      fall,
      ...(observe === 'traffic' && { ejection: ejectionTimes(intervalMs) }),
      probe: ({ index }, timeout, done) => probe(index, timeout, done),
      random,
      now,
      startTimer,
    });
    monitor.on('failover', (_event, backend) => observer.failover(backend));
    monitor.on('failback', (_event, backend) => observer.failback(backend));
    return monitor;
  }
}

/** Of virtual clocks a unit counts as a second, of which a dispatcher's clock has a thousand parts. */
const PARTS = 1000;

/** A limit by a virtual clock, in calls a unit of it, as by a clock in milliseconds. */
function perMillisecond(rate: number): { rateLimit: number; rateBurst: number } {
  return { rateLimit: rate * PARTS, rateBurst: Math.max(1, Math.floor(2 * rate)) };
}

/** B1, B2, … at addresses of their own; the last ones are the backups. */
function backendSpecs({ weights, backups }: SimulationSettings): BackendSpec[] {
  return weights.map((weight, index) => ({
    name: backendName(index),
    host: `simulated-${Math.floor(index / PORTS)}`,
    port: (index % PORTS) + 1,
    weight,
    backup: index >= weights.length - backups,
  }));
}
