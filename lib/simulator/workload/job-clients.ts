import type { JobTable } from '../backends/job-table.js';
import type { SimulationSettings } from '../plan/settings.js';
import type { RandomSource } from '../../schedulers/scheduler.js';
import { clientKeys } from './client-keys.js';

/** Which client each request is of, and which balancer it goes to. */
export class JobClients {
  readonly #jobs: JobTable;
  readonly #random: RandomSource;
  readonly #keys: readonly string[];
  readonly #balancers: number;
  /** Whether clients wait for answers: a closed loop. */
  readonly isAwaited: boolean;

  constructor(
    { keys, balancers, workload }: Pick<SimulationSettings, 'keys' | 'balancers' | 'workload'>,
    seed: number,
    jobs: JobTable,
    random: RandomSource,
  ) {
    this.#jobs = jobs;
    this.#random = random;
    this.#keys = clientKeys(seed, keys);
    this.#balancers = balancers;
    this.isAwaited = workload.kind === 'closed';
  }

  /** Columns that a run has no use for are left alone: with many jobs, each is a miss of the cache. @param client - in a closed loop */
  arrived(job: number, client: number): void {
    if (this.isAwaited) this.#jobs.client[job] = client;
    else if (this.#keys.length > 0) this.#jobs.client[job] = this.#draw(this.#keys.length);
    if (this.#balancers > 1) this.#jobs.balancer[job] = this.#draw(this.#balancers);
  }

  /** What SESSION_MAP and the schedulers know the job's client by. */
  readonly keyOf = (job: number): string | undefined =>
    this.#keys[(this.#jobs.client[job] ?? 0) % this.#keys.length];

  #draw(count: number): number {
    return Math.floor(this.#random() * count);
  }
}
