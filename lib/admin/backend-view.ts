import type { BackendSnapshot } from '../control/snapshot.js';

/** One word for how a backend stands, the same in the API, the tables and the log. */
export type BackendState = 'up' | 'down' | 'drain' | 'draining' | 'maint' | 'full' | 'standby' | 'starting';

/** A backend as the API has it. */
export interface BackendView {
  readonly name: string;
  readonly address: { readonly host: string; readonly port: number };
  readonly config: { readonly backup: boolean };
  readonly operator: { readonly admin: string };
  readonly observed: { readonly health: 'up' | 'down' };
  readonly effective: {
    readonly state: BackendState;
    readonly active: boolean;
    readonly weight: number;
    /** Share of its weight during a slow start; null when none goes on. */
    readonly slowStart: number | null;
  };
  readonly load: { readonly open: number; readonly max: number | null };
}

export function backendView(backend: BackendSnapshot): BackendView {
  const {
    name,
    host,
    port,
    backup,
    admin,
    healthy,
    active,
    weight,
    warmth,
    openConnections,
    maxConnections,
  } = backend;
  return {
    name,
    address: { host, port },
    config: { backup },
    operator: { admin },
    observed: { health: healthy ? 'up' : 'down' },
    effective: { state: stateOf(backend), active, weight, slowStart: warmth < 1 ? warmth : null },
    load: { open: openConnections, max: maxConnections },
  };
}

/** One word for how a backend stands. */
export function stateOf(backend: BackendSnapshot): BackendState {
  const { admin, healthy, active, backup, openConnections, maxConnections, warmth } = backend;
  if (admin !== 'ready') return openConnections > 0 ? 'draining' : admin;
  if (!healthy) return 'down';
  if (maxConnections !== null && openConnections >= maxConnections) return 'full';
  if (backup && !active) return 'standby';
  return warmth < 1 ? 'starting' : 'up';
}
