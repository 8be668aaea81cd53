import type { BackendState } from '../control/backend-state.js';
import type { BackendSnapshot } from '../control/snapshot.js';

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
    effective: { state: backend.effective.state, active, weight, slowStart: warmth < 1 ? warmth : null },
    load: { open: openConnections, max: maxConnections },
  };
}
