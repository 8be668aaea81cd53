import type { BalancerControl } from '../control/balancer-control.js';
import type { BalancerSnapshot } from '../control/snapshot.js';
import { backendView, type BackendView } from './backend-view.js';
import { LocalServers } from './local-servers.js';
import type { RunningProcess } from './runtime-folder.js';

/** Snapshots that are made a second for those that only look. */
const PER_SECOND = 10;
const SECOND_MS = 1000;

/** A balancer as the API has it. */
export interface BalancerView extends Omit<BalancerSnapshot, 'backends'> {
  readonly backends: readonly BackendView[];
}

/** How a balancer stands, for all who ask. */
export class BalancerViews {
  readonly #balancer: BalancerControl;
  readonly #servers = new LocalServers();
  #last: BalancerView | undefined;
  /** Those that may still be made, a part of one as well. */
  #budget = PER_SECOND;
  #countedAt = performance.now();

  constructor(balancer: BalancerControl) {
    this.#balancer = balancer;
  }

  /** As it stands at this moment: for who has just changed it. */
  now(): BalancerView {
    const { backends, ...rest } = this.#balancer.snapshot();
    const views = backends.map((backend) => backendView(backend, this.#servers.find(backend)));
    this.#last = { ...rest, backends: views };
    return this.#last;
  }

  /** The backend's own process, if it is an `lbsim server` that can be asked. */
  serverOf({ address }: BackendView): RunningProcess | undefined {
    return this.#servers.find(address);
  }

  /** For those that only look: at most ten a second are made, however many ask, so that one may be 100 ms old. */
  latest(): BalancerView {
    const now = performance.now();
    this.#budget = Math.min(PER_SECOND, this.#budget + ((now - this.#countedAt) / SECOND_MS) * PER_SECOND);
    this.#countedAt = now;
    if (this.#budget < 1 && this.#last !== undefined) return this.#last;
    this.#budget -= 1;
    return this.now();
  }
}
