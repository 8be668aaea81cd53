import type { AdminState } from '../routing/backend.js';
import type { BackendState } from './backend-state.js';
import type { HeldState } from './hold-operations.js';
import type { LoadFigures } from './load-meters.js';
import type { BackendOverrides, BalancerOverrides, SettingsAsJson, BackendSource } from './overrides.js';
import type { ProbeOutcome } from './probe-outcome.js';

/** What the configuration says of a backend. */
export interface BackendConfig {
  /** Relative capacity, 1 to 256. */
  readonly weight: number;
  readonly backup: boolean;
}

/** What is observed of a backend. */
export interface BackendObservation {
  /** `unknown` until the first probe has ended, and in maintenance. */
  readonly health: 'up' | 'down' | 'unknown';
  /** Since when, in RFC 3339; null in maintenance. */
  readonly since: string | null;
  /** Why it is down, in words; null when it is not. */
  readonly reason: string | null;
  readonly lastProbe: ProbeOutcome | null;
  /** Results in a row that speak against `health`. */
  readonly contrary: number;
  /** Results in a row that change `health`. */
  readonly rise: number;
  readonly fall: number;
  /** Null while a probe is under way, and in maintenance. */
  readonly nextProbeInMs: number | null;
}

/** What follows from configuration, operator and observation: how a backend is treated. */
export interface BackendEffect {
  readonly state: BackendState;
  /** One of ACTIVE_SERVERS. */
  readonly active: boolean;
  /** Whether clients that stick to it keep it. */
  readonly admitsSticky: boolean;
  /** Relative capacity, 1 to 256, once a slow start is over. */
  readonly weight: number;
  /** Share of the weight that it takes now, while it is less than 1; null otherwise. */
  readonly slowStart: number | null;
}

/** The connections of a backend, now and since it joined. */
export interface BackendLoad extends LoadFigures {
  /** Sockets that are open or being opened to it. */
  readonly open: number;
  /** Connections that it may have at once; null for any number. */
  readonly max: number | null;
}

/** One backend: what was given, what the operator says, what is observed, and what follows from them. */
export interface BackendSnapshot {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** The address that is tried first; null while its host does not resolve. */
  readonly ip: string | null;
  readonly backup: boolean;
  /** Relative capacity, 1 to 256, once a slow start is over. */
  readonly weight: number;
  /** Share of its weight that it takes now: less than 1 during a slow start. */
  readonly warmth: number;
  readonly admin: AdminState;
  readonly healthy: boolean;
  /** One of ACTIVE_SERVERS. */
  readonly active: boolean;
  /** Sockets that are open or being opened to it. */
  readonly openConnections: number;
  /** Connections that it may have at once; null for any number. */
  readonly maxConnections: number | null;
  readonly source: BackendSource;
  readonly config: BackendConfig;
  readonly operator: BackendOverrides;
  readonly observed: BackendObservation;
  readonly effective: BackendEffect;
  readonly load: BackendLoad;
}

/** What the configuration says of the balancer, as far as the operator may change it. */
export interface BalancerConfig extends SettingsAsJson {
  readonly algorithm: string;
}

/** How full SESSION_MAP is. */
export interface SessionMapSize {
  /** Entries, among them expired ones that nobody has asked for yet. */
  readonly size: number;
  /** Entries at most (`stickyMax`). */
  readonly max: number;
}

/** How a balancer stands. Plain JSON. */
export interface BalancerSnapshot {
  readonly algorithm: string;
  /** Whether it has been told to stop. */
  readonly stopping: boolean;
  /** Sockets to all backends, those to backends that were removed too. */
  readonly openConnections: number;
  /** Clients that wait: for a backend, for a place, or because they are held back. */
  readonly waiting: number;
  /** Null while nobody is held back. */
  readonly held: HeldState | null;
  /** Null where no client sticks to a backend (`stickyKey` `none`). */
  readonly sessions: SessionMapSize | null;
  /** Counts the changes of `config` and `operator`, of the balancer and its backends; what is observed does not count. */
  readonly generation: number;
  readonly config: BalancerConfig;
  readonly operator: BalancerOverrides;
  readonly backends: readonly BackendSnapshot[];
}
