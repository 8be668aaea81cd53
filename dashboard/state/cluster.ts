import { signal } from '@preact/signals';
import type { ApiClient } from '../api/client.js';
import type { ClusterStanding } from './model.js';
import { oneAtATime } from './one-at-a-time.js';

const PATH = '/v1/cluster';

/** The balancer among others of its lab. */
export class ClusterState {
  readonly view = signal<ClusterStanding | undefined>(undefined);
  /** Whether drain, maintenance, ready and weight are for all balancers of the lab. */
  readonly isForAll = signal(false);
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  readonly read = oneAtATime(async () => {
    const answer = await this.#api.ask<ClusterStanding>('GET', PATH);
    if (answer.ok) this.view.value = answer.body;
  });

  /** Connections of a backend through all balancers; undefined where they do not share that. */
  openInAll(name: string): number | undefined {
    const { share, state, backends } = this.view.value ?? {};
    if (state !== 'joined' || (share !== 'all' && share !== 'counts')) return undefined;
    return backends?.find(({ backend }) => backend === name)?.all;
  }
}
