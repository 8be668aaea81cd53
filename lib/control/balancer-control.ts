import type { AdminState, BackendSpec } from '../routing/backend.js';
import type { Explanation } from '../routing/explanation.js';
import type { Algorithm } from '../schedulers/index.js';
import type { SchedulerOptions } from '../schedulers/options.js';
import type { Picks } from './picks.js';
import type { BalancerSnapshot } from './snapshot.js';

/**
 * How a balancer is operated while it runs, in one process or with workers. An operation takes effect at once and is one
 * change, of which the recording has an entry; one that is refused changes nothing.
 *
 * All throw an LbsimError: `ERR_STATE` once the balancer stops; `ERR_OPTION_INVALID` for a value out of range and for a name
 * that no backend has; `ERR_BACKEND_DUPLICATE` for a name or an address that one has; `ERR_UNKNOWN_ALGORITHM`.
 */
export interface BalancerControl {
  /** How it stands now. */
  snapshot(): BalancerSnapshot;
  /** The explanations of the last picks, which are made while `picks.enabled` is set. */
  readonly picks: Picks;
  /**
   * What would decide for a client now, without deciding: nothing changes, no random number is drawn. Limits of all
   * connections and of rates are not looked at; during a slow start weights are those of the last pick.
   *
   * @param key - what SESSION_MAP knows the client by, such as its IP address with the sticky key `ip`; undefined for a client
   *   without a key
   */
  explain(key?: string): Explanation;
  /** A backend joins. It is used once a probe has found it up. */
  addBackend(spec: BackendSpec): void;
  /** A backend leaves for good: no new client comes to it, and its live connections are kept. It may be the last one. */
  removeBackend(name: string): void;
  /** @param weight - an integer from 1 to 256 */
  setWeight(name: string, weight: number): void;
  /**
   * @param name - undefined for all, those that are still to come as well
   * @param limit - connections that it may have at once, Infinity for any number
   */
  setLimit(name: string | undefined, limit: number): void;
  /** The operator's word, as HAProxy has it: `ready`; `drain`, only for clients that stick to it; `maint`, for none, and not probed. */
  setAdmin(name: string, admin: AdminState): void;
  /** Another algorithm of the scheduler table decides from now on, or this one with other options. One of one's own is refused: `ERR_ALGORITHM`. */
  setAlgorithm(algorithm: Algorithm, options?: SchedulerOptions): void;
  /** Accepts no new client, lets live connections finish for this time, in milliseconds, then closes the others. */
  close(drainTimeoutMs?: number): Promise<void>;
}
