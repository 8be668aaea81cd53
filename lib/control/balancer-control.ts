import type { OperatorWord } from '../cluster/shared-store.js';
import type { ClusterStanding } from '../cluster/standing.js';
import type { AdminState, BackendSpec } from '../routing/backend.js';
import type { Explanation } from '../routing/explanation.js';
import type { Algorithm } from '../schedulers/index.js';
import type { SchedulerOptions } from '../schedulers/options.js';
import type { HoldStep } from './hold-operations.js';
import type { CloseHow } from '../net/close-socket.js';
import type { ConnectionSelection, LiveConnection } from './live-connection.js';
import type { SessionEntry, SessionQuery } from './session-operations.js';
import type { LiveSettings, SettingsUpdate } from './live-settings.js';
import type { ProbeOutcome } from './probe-outcome.js';
import type { Measurements } from './measurements.js';
import type { Picks } from './picks.js';
import type { Reconfiguration } from './reconfiguration.js';
import type { BalancerSnapshot } from './snapshot.js';

/**
 * How a balancer is operated while it runs, in one process or with workers. An operation takes effect at once and is one
 * change, of which the recording has an entry; one that is refused changes nothing. `by` says who wants it, for `snapshot()` and
 * the event.
 *
 * All throw an LbsimError: `ERR_STATE` once the balancer stops; `ERR_OPTION_INVALID` for a value out of range and for a name
 * that no backend has; `ERR_BACKEND_DUPLICATE` for a name or an address that one has; `ERR_UNKNOWN_ALGORITHM`.
 */
export interface BalancerControl {
  /** How it stands now. What workers have measured (`load`) is up to 250 ms late. */
  snapshot(): BalancerSnapshot;
  /**
   * What it has counted since its start, live connections included. Workers are asked, once a second at most; of one that does
   * not answer within 500 ms it is what it last told.
   *
   * @param timesUpTo - with more backends than this it is not told how long connecting, answers and probes took
   * @default Infinity
   */
  measure(timesUpTo?: number): Promise<Measurements>;
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
  addBackend(spec: BackendSpec, by?: string): void;
  /** A backend leaves for good: no new client comes to it, and its live connections are kept. It may be the last one. */
  removeBackend(name: string, by?: string): void;
  /** @param weight - an integer from 1 to 256; null for the one that it was given */
  setWeight(name: string, weight: number | null, by?: string): void;
  /**
   * @param name - undefined for all, those that are still to come as well; ends limits of their own
   * @param limit - connections that it may have at once, Infinity for any number; null for the limit of all, or, of all, for
   *   the one that was configured
   */
  setLimit(name: string | undefined, limit: number | null, by?: string): void;
  /**
   * The operator's word, as HAProxy has it: `ready`; `drain`, only for clients that stick to it; `maint`, for none, and not
   * probed. Null is `ready`. More than it takes now is refused of one that the configuration or its source no longer names:
   * `ERR_BACKEND_LEAVING`.
   */
  setAdmin(name: string, admin: AdminState | null, by?: string): void;
  /**
   * Another algorithm of the scheduler table decides from now on, or this one with other options; those that are left out stay.
   * Null for the configured one with its options, also if that is one of one's own: a new scheduler of it, or the same where the
   * constructor was given a scheduler. Any other of one's own is refused: `ERR_ALGORITHM`.
   */
  setAlgorithm(algorithm: Algorithm | null, options?: SchedulerOptions, by?: string): void;
  /** The settings in force that {@link update} can change. */
  settings(): LiveSettings;
  /**
   * Changes settings, all or none. With other `choices`, `sample` or `ewmaDecayMs` the algorithm begins anew; one of one's own
   * takes none: `ERR_ALGORITHM`. `maxConnections`, `queueMax`, `queueTimeoutMs` and `rateLimit` count for clients that come or
   * begin to wait from now on, `stickyTtlMs` for those that leave from now on.
   */
  update(settings: SettingsUpdate, by?: string): void;
  /**
   * The configuration is another: all is checked first, then changed at once. What the operator has changed stays, but for the
   * values that this changes.
   */
  reconfigure(change: Reconfiguration): void;
  /**
   * Holds newcomers back from now on: each waits in the queue, within its limits, whatever backend could take it, until it is
   * let go. So do clients that wait already; those that had a backend and seek another are not held. It ends by itself after 15
   * minutes, and when the balancer stops: the event `hold_ended` tells of that. Without effect while it holds.
   *
   * @throws LbsimError `ERR_TOO_BUSY` with more than 1,000 new connections a second
   */
  hold(by?: string): void;
  /**
   * Lets the newcomer that came first go.
   *
   * @returns what became of it, with the explanation of its pick; undefined where nobody waits
   * @throws LbsimError `ERR_NOT_HELD`
   */
  step(): HoldStep | undefined;
  /** Lets all newcomers go, in order, and holds nobody back any more. @returns their number; 0 where nobody was held back */
  release(): number;
  /**
   * Probes a backend now, or waits for the probe that is under way, and resolves with its outcome. It counts like all others,
   * unless the backend is in maintenance.
   */
  probe(name: string): Promise<ProbeOutcome>;
  /**
   * Entries of SESSION_MAP, those used last first; none with `stickyKey` `none`.
   *
   * @throws LbsimError `ERR_OPTION_INVALID`
   */
  sessions(query: SessionQuery): readonly SessionEntry[];
  /**
   * Has a client stick to a backend from its next connection on. Its live connections are kept, and so is the rule that a client
   * whose backend cannot take it goes elsewhere.
   *
   * @param key - what SESSION_MAP knows the client by: its address, or `address:port`
   */
  pinSession(key: string, backend: string, by?: string): void;
  /** Has a client stick to no backend: its next connection is the scheduler's. @returns whether it stuck to one */
  forgetSession(key: string, by?: string): boolean;
  /** Same for all clients of a backend, or all. @returns their number */
  forgetSessions(selection: { readonly backend: string } | 'all', by?: string): number;
  /**
   * The clients that are connected now, with a backend or waiting for one. A worker that does not answer within 500 ms is left
   * out, and the event `worker_unresponsive` tells of it.
   */
  connections(): Promise<readonly LiveConnection[]>;
  /**
   * Closes connections: both the client's and the backend's, at once, without waiting for bytes that are under way.
   *
   * @param selection - `{ ids }` of {@link connections}, of which those that are gone count as none; or `{ backend }`, by its
   *   name, also of one that was removed
   * @param how - by FIN, or by RST
   * @returns how many were closed
   * @throws LbsimError `ERR_OPTION_INVALID`, rejecting
   */
  closeConnections(selection: ConnectionSelection, how: CloseHow): Promise<number>;
  /** How it stands among the balancers of its lab. @throws LbsimError `ERR_STATE` where it is alone */
  cluster(): ClusterStanding;
  /**
   * Has all other balancers of the lab, also those to come, do to a backend what was done here.
   *
   * @throws LbsimError `ERR_STATE`, rejecting, where it is alone or the store is away: the others do not know then
   */
  tellLab(backend: string, word: OperatorWord): Promise<void>;
  /**
   * Resolves once all changes made so far hold for every client to come: at once, or as soon as all workers know of them. One that
   * does not answer within 500 ms is not waited for.
   */
  settled(): Promise<void>;
  /** Accepts no new client, lets live connections finish for this time, in milliseconds, then closes the others. */
  close(drainTimeoutMs?: number): Promise<void>;
}
