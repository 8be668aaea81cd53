import type { BackendPool } from '../routing/backend-pool.js';
import type { AdminState, Backend } from '../routing/backend.js';

/** One backend: what was given, what the operator says, what is observed, and what follows of them. */
export interface BackendSnapshot {
  readonly name: string;
  readonly host: string;
  readonly port: number;
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
}

/** How a balancer stands. Plain JSON. */
export interface BalancerSnapshot {
  readonly algorithm: string;
  /** Whether it has been told to stop. */
  readonly stopping: boolean;
  /** Sockets to all backends, those to backends that were removed too. */
  readonly openConnections: number;
  /** Clients that wait, for a backend or for a place. */
  readonly waiting: number;
  readonly backends: readonly BackendSnapshot[];
}

/** @param now - in milliseconds by the clock of the pool */
export function snapshotOf(
  pool: BackendPool,
  others: Pick<BalancerSnapshot, 'algorithm' | 'stopping' | 'waiting'>,
  now: number,
): BalancerSnapshot {
  const backends = pool.backends.map((backend) => backendSnapshot(backend, pool.warmthOf(backend, now)));
  return { ...others, openConnections: pool.openConnections, backends };
}

function backendSnapshot(backend: Backend, warmth: number): BackendSnapshot {
  const { name, host, port, backup, admin, healthy, active, openConnections, maxConnections } = backend;
  return {
    ...{ name, host, port, backup, weight: backend.givenWeight, warmth },
    ...{ admin, healthy, active, openConnections },
    maxConnections: maxConnections === Infinity ? null : maxConnections,
  };
}
