import type { EventEmitter } from 'node:events';
import type { BalancerControl } from '../control/balancer-control.js';
import { BucketCounts } from '../control/distribution.js';
import type { WorkerGroupEvents } from '../workers/events.js';
import type { BalancerReadings } from './balancer-readings.js';
import { ClientCounts } from './client-counts.js';
import type { Family } from './family.js';
import { History } from './history.js';
import type { MetricsSource } from './metrics-page.js';
import { OutageCounts } from './outages.js';
import { ReloadCounts } from './reload-counts.js';

/** A balancer as it is measured. One in a single process has no workers to tell of. */
type MeasuredBalancer = Pick<BalancerControl, 'snapshot' | 'settings' | 'measure'> &
  Pick<EventEmitter<WorkerGroupEvents>, 'on'>;

/** Of client connections, in milliseconds. */
const DURATION_BOUNDS = [
  5, 10, 50, 100, 500, 1000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000,
];

/** For this time an answer is given again, in milliseconds. */
const FRESH_MS = 100;

/** Counts what a balancer's events tell, and asks for the rest when it is scraped. */
export class BalancerMetrics implements MetricsSource {
  readonly history = new History(this);
  readonly #balancer: MeasuredBalancer;
  readonly #maxBackends: number;
  readonly #clients = new ClientCounts();
  readonly #durations = new BucketCounts(DURATION_BOUNDS);
  readonly #outages = new OutageCounts();
  readonly #reloads = new ReloadCounts(Date.now());
  readonly #started = new Set<number>();
  #latest: Promise<Family[]> | undefined;
  #readAt = -Infinity;
  #moved = 0;
  #rerouted = 0;
  #restarts = 0;

  /**
   * @param balancer - that does not listen yet
   * @param maxBackends - with more of them, none has histograms of its own
   */
  constructor(balancer: MeasuredBalancer, maxBackends: number) {
    this.#balancer = balancer;
    this.#maxBackends = maxBackends;
    this.#countConnections();
    this.#countOutages();
  }

  logged(event: string): void {
    this.#reloads.logged(event, Date.now());
  }

  /** How it stands, and what it has counted. */
  async readings(): Promise<BalancerReadings> {
    const measured = await this.#balancer.measure(this.#maxBackends);
    const omitted = measured.backends.filter(({ times }) => times === undefined).length;
    for (const process of measured.processes) this.#clients.told(process);
    const clients = this.#clients;
    return { snapshot: this.#balancer.snapshot(), measured, clients, omitted };
  }

  /** At most ten times a second, however many ask. */
  async families(): Promise<Family[]> {
    const now = performance.now();
    if (this.#latest === undefined || now - this.#readAt >= FRESH_MS) {
      this.#readAt = now;
      this.#latest = this.#read();
    }
    return this.#latest;
  }

  /** What a page is made of is loaded with the first. */
  async #read(): Promise<Family[]> {
    const [{ balancerFamilies }, { backendFamilies }] = await Promise.all([
      import('./balancer-families.js'),
      import('./backend-families.js'),
    ]);
    const { snapshot, measured, omitted } = await this.readings();
    const measuredOf = new Map(measured.backends.map((backend) => [backend.name, backend]));
    const backends = snapshot.backends.flatMap((backend) => {
      const own = measuredOf.get(backend.name);
      return own === undefined ? [] : [{ snapshot: backend, measured: own }];
    });
    return [
      ...balancerFamilies({
        ...{ snapshot, measured, settings: this.#balancer.settings() },
        ...{ clients: this.#clients, durations: this.#durations.distribution, reloads: this.#reloads },
        ...{ moved: this.#moved, rerouted: this.#rerouted, restarts: this.#restarts },
      }),
      ...backendFamilies(backends, this.#outages, omitted, performance.now()),
    ];
  }

  #countConnections(): void {
    const balancer = this.#balancer;
    balancer.on('connection_close', ({ end, durationMs, worker }) => {
      this.#clients.connectionEnded(end, worker);
      this.#durations.record(durationMs);
    });
    balancer.on('connection_moved', () => this.#moved++);
    balancer.on('connection_rerouted', () => this.#rerouted++);
    balancer.on('worker_lost', ({ worker, connections, waiting }) =>
      this.#clients.workerLost(worker, connections + waiting),
    );
    balancer.on('worker_started', ({ worker }) => {
      if (this.#started.has(worker)) this.#restarts++;
      this.#started.add(worker);
    });
  }

  #countOutages(): void {
    const balancer = this.#balancer;
    const outages = this.#outages;
    balancer.on('backend_down_at_start', ({ backend }) =>
      outages.wentDown(backend, performance.now(), false),
    );
    balancer.on('failover', ({ backend }) => outages.wentDown(backend, performance.now(), true));
    balancer.on('failback', ({ backend }) => outages.cameUp(backend, performance.now()));
    balancer.on('backend_changed', ({ backend, admin }) => {
      if (admin === 'maint' && backend !== null) outages.unobserved(backend, performance.now());
    });
    balancer.on('backend_removed', ({ backend }) => outages.removed(backend));
  }
}
