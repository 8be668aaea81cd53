import { expect, test } from '@jest/globals';
import { BackendPool } from '../../../lib/routing/backend-pool.js';
import { Router } from '../../../lib/routing/router.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { clientKeys } from '../../../lib/simulator/workload/client-keys.js';
import { spyOn } from '../spy-on.js';
import { runOf, scenarioWith, inject } from '../test-scenarios.js';
import { watchedRun } from '../watched-run.js';

/** For each client by its key: the names of the backends that it was led to, in order. */
function routesOf(options: SimulationOptions): Map<string | undefined, string[]> {
  const routes = new Map<string | undefined, string[]>();
  const end = spyOn(Router.prototype, 'route', (_, [key], route) => {
    const known = routes.get(key) ?? [];
    routes.set(key, known);
    if (route !== undefined) known.push(route.backend.name);
  });
  try {
    runOf(options);
  } finally {
    end();
  }
  return routes;
}

test('each balancer knows its own connections only', () => {
  const seen = new Map<BackendPool, number>();
  const end = spyOn(BackendPool.prototype, 'opened', (pool, [backend]) => {
    seen.set(pool, Math.max(seen.get(pool) ?? 0, backend.openConnections));
  });
  const options = { backends: 1, slots: 3, maxPerBackend: 1, balancers: 3, load: 0.8, requests: 600 };
  const { lives } = watchedRun(options);
  end();
  const most = Math.max(
    ...lives.map(
      ({ pickedAt = 0 }) =>
        lives.filter((life) => (life.pickedAt ?? 0) <= pickedAt && (life.endedAt ?? 0) > pickedAt).length,
    ),
  );

  expect([...seen.values()]).toEqual([1, 1, 1]);
  expect(most).toBe(3);
});

test('requests are shared out among balancers at random, evenly', () => {
  const counts = new Map<BackendPool, number>();
  const end = spyOn(
    BackendPool.prototype,
    'opened',
    (pool) => void counts.set(pool, (counts.get(pool) ?? 0) + 1),
  );
  runOf({ backends: 2, balancers: 4, requests: 4000 });
  end();

  expect(counts.size).toBe(4);
  for (const count of counts.values())
    expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(4000 * 0.25 * 0.75));
});

test('clients come again and again, each known by its key; without keys nobody is', () => {
  const keyed = routesOf({ backends: 3, keys: 5, requests: 500 });

  expect([...keyed.keys()].sort()).toEqual(clientKeys(1, 5));
  for (const visits of keyed.values()) expect(Math.abs(visits.length - 100)).toBeLessThan(4 * Math.sqrt(80));
  expect([...routesOf({ backends: 3, requests: 10 }).keys()]).toEqual([undefined]);
});

test('clients stick to their backend when told to, and only then', () => {
  const options = { backends: 3, keys: 5, requests: 500, algorithm: 'round-robin' } as const;
  const backendsOf = (sticky: boolean): number[] =>
    [...routesOf({ ...options, sticky }).values()].map((visits) => new Set(visits).size);

  expect(backendsOf(true)).toEqual([1, 1, 1, 1, 1]);
  expect(backendsOf(false)).toEqual([3, 3, 3, 3, 3]);
});

test('a client whose backend crashes moves once, and stays with the new one when the old one is back', () => {
  const events = [inject(100, 'B1', 'crash'), inject(150, 'B1', 'heal')];
  const routes = routesOf({
    ...{ backends: 3, keys: 12, sticky: true, load: 0.3, algorithm: 'round-robin' },
    scenario: scenarioWith(events, { duration: 300, interval: 1 }),
  });
  const moves = [...routes.values()].map((visits) =>
    visits.filter((name, index) => name !== visits[index - 1]),
  );

  expect(moves.some(([first]) => first === 'B1')).toBe(true);
  for (const [first, ...others] of moves) {
    expect(others).toHaveLength(first === 'B1' ? 1 : 0);
    expect(others).not.toContain('B1');
  }
});
