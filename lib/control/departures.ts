import type { HealthMonitor } from '../health/health-monitor.js';
import type { BackendPool } from '../routing/backend-pool.js';
import type { Backend } from '../routing/backend.js';

export interface DepartureDeps {
  readonly pool: BackendPool;
  readonly health: HealthMonitor;
  /** Takes a backend out for good. */
  readonly remove: (backend: Backend) => void;
}

/** Backends that the configuration no longer has: no new client comes to them, and each is gone with its last connection. */
export class Departures {
  readonly #deps: DepartureDeps;
  readonly #leaving = new Set<Backend>();

  constructor(deps: DepartureDeps) {
    this.#deps = deps;
  }

  /** What no longer names the backend, if it is leaving. */
  leaves(backend: Backend): string | undefined {
    return this.#leaving.has(backend) ? 'the configuration' : undefined;
  }

  /** A backend leaves: at once, if it has no connection. */
  begin(backend: Backend): void {
    const { pool, health } = this.#deps;
    this.#leaving.add(backend);
    health.unwatch(backend);
    pool.setAdmin(backend, 'maint');
    pool.setHealthy(backend, false);
    this.connectionClosed(backend);
  }

  /** A backend that was leaving stays, as the operator wants it; it is used once a probe has found it up. */
  cancel(backend: Backend): void {
    const { pool, health } = this.#deps;
    if (!this.#leaving.delete(backend)) return;
    pool.setAdmin(backend, 'ready');
    health.watch(backend);
  }

  /** A connection to the backend is closed. */
  connectionClosed(backend: Backend): void {
    if (this.#leaving.size === 0 || backend.ownConnections > 0 || !this.#leaving.delete(backend)) return;
    if (!backend.removed) this.#deps.remove(backend);
  }
}
