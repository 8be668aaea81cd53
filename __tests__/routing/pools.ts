import { BackendPool, type BackendPoolOptions } from '../../lib/routing/backend-pool.js';
import type { Backend, BackendSpec } from '../../lib/routing/backend.js';
import { createScheduler } from '../../lib/schedulers/index.js';

/** A pool, and the scheduler that it keeps told. */
export function poolOf(
  specs: readonly BackendSpec[],
  { algorithm = 'least-connections', ...options }: BackendPoolOptions & { algorithm?: string } = {},
) {
  const scheduler = createScheduler<Backend>(algorithm, () => 0);
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
