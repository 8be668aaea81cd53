import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BackendPool } from '../../lib/routing/backend-pool.js';
import type { Backend } from '../../lib/routing/backend.js';
import type { Router } from '../../lib/routing/router.js';
import { ALGORITHMS } from '../../lib/schedulers/index.js';
import { routerOver } from './pools.js';
import { runs } from '../helpers/effort.js';

let pool: BackendPool;
let router: Router;

describe('router and pool together', () => {
  const step = fc.record({
    action: fc.constantFrom(
      'up',
      'down',
      'enable',
      'disable',
      'open',
      'open',
      'open',
      'open',
      'close',
      'close',
    ),
    who: fc.nat({ max: 4 }),
    key: fc.constantFrom(undefined, '1', '2', '3'),
    tried: fc.subarray([0, 1, 2, 3, 4], { maxLength: 4 }),
  });
  const weights = fc.oneof(
    fc.constant([1, 1, 1, 1, 1]),
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 5, maxLength: 5 }),
  );

  it.each(ALGORITHMS)('keep their promises through any history: %s', (algorithm) => {
    const history = fc.array(step, { maxLength: 100, size: 'max' });
    const policies = fc.record({
      backups: fc.nat({ max: 2 }),
      maxPerBackend: fc.constantFrom(1, 2, Infinity),
      slowStartMs: fc.constantFrom(0, 20),
      stickyMax: fc.constantFrom(1, 2, 10), // of three clients, so that some are forgotten
    });
    const property = fc.property(weights, policies, history, (given, options, steps) => {
      ({ pool, router } = routerOver(algorithm, given, options));
      const open: Backend[] = [];
      for (const [now, { action, who, key, tried }] of steps.entries()) {
        const backend = pool.backends.find(({ index }) => index === who);
        if (backend === undefined) throw new Error('no such backend');
        pool.advance(now);
        if (action === 'up' && !backend.healthy) pool.cameBack(backend, now);
        if (action === 'up' || action === 'down') pool.setHealthy(backend, action === 'up');
        else if (action === 'enable' || action === 'disable')
          pool.setAdmin(backend, action === 'enable' ? 'ready' : 'maint');
        else if (action === 'close') open.splice(who, 1).forEach((closed) => pool.closed(closed));
        else openOne(open, key, new Set(pool.backends.filter(({ index }) => tried.includes(index))), now);
        checkPool(open);
      }
    });
    fc.assert(property, { seed: 1, numRuns: runs(50) });
  });
});

/** Connects a client that has tried these backends; it must get one that is available and new to it, if there is any. */
function openOne(open: Backend[], key: string | undefined, tried: ReadonlySet<Backend>, now: number): void {
  const left = pool.backends.filter((backend) => mayBeUsed(backend) && !tried.has(backend));
  const chosen = router.route(key, tried, now)?.backend;
  if (chosen === undefined && left.length === 0) return;
  if (chosen === undefined || !left.includes(chosen))
    throw new Error(`${chosen?.name} is none of those left`);
  pool.opened(chosen);
  open.push(chosen);
  router.established(key, chosen, new Set([...tried, chosen]), now);
}

function checkPool(open: readonly Backend[]): void {
  const active = pool.backends.filter(oughtToBeActive).map(({ name }) => name);
  expect({
    active: pool.activeServers,
    activeCount: pool.activeCount,
    hasRoom: pool.hasRoom,
    total: pool.openConnections,
    counts: pool.backends.map(({ openConnections }) => openConnections),
  }).toEqual({
    active,
    activeCount: active.length,
    hasRoom: pool.backends.some(mayBeUsed),
    total: open.length,
    counts: pool.backends.map((backend) => open.filter((other) => other === backend).length),
  });
}

function isUp({ healthy, admin }: Backend): boolean {
  return healthy && admin === 'ready';
}

/** As the rules say, from scratch. */
function oughtToBeActive(backend: Backend): boolean {
  const primaryIsUp = pool.backends.some((other) => !other.backup && isUp(other));
  return isUp(backend) && !(backend.backup && primaryIsUp);
}

function mayBeUsed(backend: Backend): boolean {
  return oughtToBeActive(backend) && backend.openConnections < backend.maxConnections;
}
