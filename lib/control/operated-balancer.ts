import { LbsimError } from '../errors.js';
import { wrongType } from '../option-shape.js';
import { IsolatingEmitter, type IsolatingEvents } from '../isolating-emitter.js';
import type { AdminState, BackendSpec } from '../routing/backend.js';
import type { Explanation } from '../routing/explanation.js';
import type { Algorithm } from '../schedulers/index.js';
import type { SchedulerOptions } from '../schedulers/options.js';
import type { BalancerControl } from './balancer-control.js';
import type { ControlPlane } from './control-plane.js';
import type { Picks } from './picks.js';
import type { BalancerSnapshot } from './snapshot.js';

/** A balancer that is operated by its control plane, in one process or with workers. */
export abstract class OperatedBalancer<Events extends Record<keyof Events, unknown[]> & IsolatingEvents>
  extends IsolatingEmitter<Events>
  implements BalancerControl
{
  /** @internal */
  protected abstract readonly control: ControlPlane;
  /** @internal */
  protected abstract readonly stopping: boolean;

  abstract close(drainTimeoutMs?: number): Promise<void>;

  snapshot(): BalancerSnapshot {
    return this.control.snapshot(this.stopping);
  }

  get picks(): Picks {
    return this.control.picks;
  }

  explain(key?: string): Explanation {
    if (key !== undefined && typeof key !== 'string')
      throw wrongType('key', key, 'the key of a client, or nothing');
    return this.control.picks.explain(key);
  }

  addBackend(spec: BackendSpec): void {
    this.#operable.addBackend(spec);
  }

  removeBackend(name: string): void {
    this.#operable.removeBackend(name);
  }

  setWeight(name: string, weight: number): void {
    this.#operable.setWeight(name, weight);
  }

  setLimit(name: string | undefined, limit: number): void {
    this.#operable.setLimit(name, limit);
  }

  setAdmin(name: string, admin: AdminState): void {
    this.#operable.setAdmin(name, admin);
  }

  setAlgorithm(algorithm: Algorithm, options: SchedulerOptions = {}): void {
    this.#operable.setAlgorithm(algorithm, options);
  }

  get #operable(): ControlPlane['operations'] {
    if (this.stopping)
      throw new LbsimError('ERR_STATE', 'the balancer stops: it can be changed no more', { kind: 'usage' });
    return this.control.operations;
  }
}
