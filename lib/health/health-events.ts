import type { ActiveServers } from '../routing/active-servers.js';

/** Changes of health, never mere results. `activeServers` is as it is after the change. */
export interface HealthEvents {
  /** The first probe of a backend failed: it was never up. */
  backend_down_at_start: [{ backend: string; reason: string }];
  /** A backend went from up to down; if it is ejected for what its clients met, for how long, in milliseconds. */
  failover: [{ backend: string; reason: string; ejectedMs?: number } & ActiveServers];
  /** A backend came back up; the outage in milliseconds. */
  failback: [{ backend: string; downMs: number } & ActiveServers];
}
