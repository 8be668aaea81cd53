import { signal } from '@preact/signals';
import type { ApiClient } from '../api/client.js';
import type { PlaygroundView, ProcessView } from './model.js';
import { oneAtATime } from './one-at-a-time.js';

const PATH = '/v1/playground';

/** Load, processes and scenes of `lbsim playground`. */
export class PlaygroundState {
  readonly view = signal<PlaygroundView | undefined>(undefined);
  /** Why the last change was not made; empty where it was. */
  readonly problem = signal('');
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  readonly read = oneAtATime(async () => {
    const answer = await this.#api.ask<PlaygroundView>('GET', PATH);
    if (answer.ok) this.view.value = answer.body;
  });

  /** @param path - below that of the playground @returns whether it was done */
  async change(method: 'PATCH' | 'POST', path: string, body: object = {}): Promise<boolean> {
    const answer = await this.#api.ask(method, `${PATH}/${path}`, body);
    this.problem.value = answer.ok ? '' : answer.problem;
    await this.read();
    return answer.ok;
  }

  /** Undefined for a backend that the playground does not own, and everywhere else. */
  processOf(name: string): ProcessView | undefined {
    return this.view.value?.backends.find((each) => each.name === name);
  }
}
