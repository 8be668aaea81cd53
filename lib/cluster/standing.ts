import type { ClusterOperation } from './store-calls.js';
import type { MemberInfo } from './shared-store.js';

/** What balancers of a lab share. `none`: that they are there, and the operator's words. */
export const CLUSTER_SHARES = ['all', 'sessions', 'counts', 'none'] as const;
export type ClusterShare = (typeof CLUSTER_SHARES)[number];

/** A balancer of the lab. */
export interface MemberStanding extends MemberInfo {
  readonly id: string;
  /** Whether it is this one. */
  readonly self: boolean;
  /** Since its last beat, in milliseconds. */
  readonly ageMs: number;
  /** Its own connections to all backends. */
  readonly openConnections: number;
}

/** The connections of a backend. */
export interface SharedLoad {
  readonly backend: string;
  /** Of this balancer. */
  readonly own: number;
  /** Of all balancers, as far as they share that. */
  readonly all: number;
}

/** How a balancer stands among others. Plain JSON. */
export interface ClusterStanding {
  readonly lab: string;
  readonly id: string;
  /** The store's address, without a password. */
  readonly store: string;
  readonly share: ClusterShare;
  readonly strict: boolean;
  readonly state: 'joining' | 'joined' | 'lost';
  /** How long it has been in that state, in milliseconds. */
  readonly stateMs: number;
  /** Why the store is away; null while it is not. */
  readonly reason: string | null;
  /** How long until a store that is away is tried again, in milliseconds; null while it is not away, or is being tried. */
  readonly retryInMs: number | null;
  /** As of the last beat: this one alone while the store is away. */
  readonly members: readonly MemberStanding[];
  readonly backends: readonly SharedLoad[];
  /** Clients that two balancers had given different backends. */
  readonly sessionConflicts: number;
  /** Entries of SESSION_MAP that the store has not taken yet. */
  readonly unconfirmedSessions: number;
}

/** Is told how long each call of the store took, in milliseconds. */
export type MeasureOperation = (
  operation: ClusterOperation,
  result: 'ok' | 'timeout' | 'error',
  ms: number,
) => void;
