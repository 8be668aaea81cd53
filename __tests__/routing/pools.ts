import { BackendPool } from '../../lib/routing/backend-pool.js';
import type { BackendPoolOptions } from '../../lib/routing/pool-options.js';
import type { Backend, BackendSpec } from '../../lib/routing/backend.js';
import { Router } from '../../lib/routing/router.js';
import { SessionMap } from '../../lib/routing/session-map.js';
import { newScheduler } from '../../lib/schedulers/index.js';
import { seededRandom } from '../../lib/seeded-random.js';

/** The idle life of an entry in SESSION_MAP. */
export const TTL_MS = 100;

/** A pool, and the scheduler that it keeps told. */
export function poolOf(
  specs: readonly BackendSpec[],
  { algorithm = 'least-connections', ...options }: BackendPoolOptions & { algorithm?: string } = {},
) {
  const scheduler = newScheduler<Backend>(algorithm, () => 0);
  return { pool: new BackendPool(specs, scheduler, options), scheduler };
}

/** A pool of the backends A, B and C, all up; those named are backups. */
export function threeUp(
  options: BackendPoolOptions & { algorithm?: string } = {},
  backups: readonly string[] = [],
) {
  const specs = ['A', 'B', 'C'].map((name, index) => {
    return { host: name, port: 1 + index, name, backup: backups.includes(name) };
  });
  const { pool, scheduler } = poolOf(specs, options);
  for (const backend of pool.backends) pool.setHealthy(backend, true);
  const [a, b, c] = pool.backends;
  if (a === undefined || b === undefined || c === undefined) throw new Error('three were given');
  const picked = (): string | undefined => scheduler.pick(new Set())?.candidate.name;
  return { pool, a, b, c, picked };
}

/** A router over backends of these weights, named A, B, C, …, all up; so many of the last are backups. */
export function routerOver(
  algorithm: string,
  weights: readonly number[],
  {
    backups = 0,
    stickyMax = 10,
    ...options
  }: BackendPoolOptions & { backups?: number; stickyMax?: number } = {},
) {
  const scheduler = newScheduler<Backend>(algorithm, seededRandom(1));
  const pool = new BackendPool(
    weights.map((weight, index) => ({
      host: 'x',
      port: 1 + index,
      name: String.fromCharCode(65 + index),
      weight,
      backup: index >= weights.length - backups,
    })),
    scheduler,
    options,
  );
  for (const backend of pool.backends) pool.setHealthy(backend, true);
  const sessions = new SessionMap({ max: stickyMax, ttlMs: TTL_MS });
  return { pool, sessions, router: new Router(scheduler, sessions) };
}
