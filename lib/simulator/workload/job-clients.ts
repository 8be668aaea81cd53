import { NONE, type JobTable } from '../backends/job-table.js';
import type { SimulationSettings } from '../plan/settings.js';
import { HeldConnections } from '../balancer/held-connections.js';
import type { EventQueue } from '../engine/event-queue.js';
import type { RandomSource } from '../../schedulers/scheduler.js';
import { clientKeys } from './client-keys.js';
import type { RequestSource } from './source.js';

/** Which client each request is of, and which balancer it goes to. */
export class JobClients {
  readonly #jobs: JobTable;
  readonly #random: RandomSource;
  readonly #keys: readonly string[];
  readonly #balancers: number;
  /** Whether clients wait for answers: a closed loop. */
  readonly #isClosed: boolean;
  /** Connections with several requests, if there are such. */
  readonly held: HeldConnections | undefined;

  constructor(
    settings: Pick<SimulationSettings, 'keys' | 'balancers' | 'workload' | 'connections'>,
    seed: number,
    { jobs, queue }: { readonly jobs: JobTable; readonly queue: EventQueue },
    random: RandomSource,
  ) {
    const { keys, balancers, workload, connections } = settings;
    this.#jobs = jobs;
    this.#random = random;
    this.#keys = clientKeys(seed, keys);
    this.#balancers = balancers;
    this.#isClosed = workload.kind === 'closed';
    this.held = connections && new HeldConnections(jobs, queue);
  }

  /**
   * Columns that a run has no use for are left alone: with many jobs, each is a miss of the cache.
   *
   * @param client - in a closed loop; else the connection, where these have several requests
   */
  arrived(job: number, client: number): void {
    if (this.held?.continues(job, client) === true) return;
    if (this.#isClosed) this.#jobs.client[job] = client;
    else if (this.#keys.length > 0) this.#jobs.client[job] = this.#draw(this.#keys.length);
    if (this.#balancers > 1) this.#jobs.balancer[job] = this.#draw(this.#balancers);
    this.held?.begins(job, this.keyOf(job));
  }

  /** The job's request has ended, in whatever way: who waits for it, if anybody does, goes on over the same connection or another. */
  ended(job: number, source: RequestSource): void {
    if (this.held === undefined && !this.#isClosed) return;
    const { connection, client } = this.#jobs;
    const waiting = (this.held === undefined ? client[job] : connection[job]) ?? NONE;
    if (!source.ended(waiting)) this.held?.end(waiting);
  }

  /** What SESSION_MAP and the schedulers know the job's client by. */
  readonly keyOf = (job: number): string | undefined =>
    this.#keys[(this.#jobs.client[job] ?? 0) % this.#keys.length];

  #draw(count: number): number {
    return Math.floor(this.#random() * count);
  }
}
