import type { Backend } from '../../routing/backend.js';
import type { Exchange } from '../balancer/exchange.js';
import type { VirtualBalancer } from '../balancer/virtual-balancer.js';

/** What sharing at once stands on. */
export interface AtOnceDeps {
  readonly self: VirtualBalancer;
  readonly others: readonly VirtualBalancer[];
  readonly now: () => number;
  /** Those that wait at the balancer may be served now. */
  readonly changed: (balancer: VirtualBalancer, backend: Backend) => void;
}

/** The others know at once what one knows: what sharing by a store would be without any delay. */
export class SharedAtOnce implements Exchange {
  readonly #deps: AtOnceDeps;
  /** Connections to each backend that the others know of. */
  readonly #told: number[] = [];

  constructor(deps: AtOnceDeps) {
    this.#deps = deps;
  }

  start(): void {
    // There is nothing to be told yet.
  }

  holds(): boolean {
    return false;
  }

  cancel(): void {
    // None is held.
  }

  established(key: string): void {
    const { self, others, now } = this.#deps;
    const backend = self.brain.router.stickyBackendOf(key, now());
    if (backend === undefined) return;
    for (const other of others) {
      const { router } = other.brain;
      const same = other.backend(backend.index);
      if (router.stickyBackendOf(key, now()) === same) continue;
      router.learn(key, same, now());
      other.dispatcher.stickinessChanged(key, now());
    }
  }

  released(): void {
    // Entries live for ever.
  }

  countChanged({ index, ownConnections }: Backend): void {
    const { others, changed } = this.#deps;
    const change = ownConnections - (this.#told[index] ?? 0);
    if (change === 0) return;
    this.#told[index] = ownConnections;
    for (const other of others) {
      const same = other.backend(index);
      other.brain.pool.setRemote(same, same.remoteConnections + change);
      changed(other, same);
    }
  }
}
