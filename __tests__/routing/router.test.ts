import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BackendPool } from '../../lib/routing/backend-pool.js';
import type { Backend } from '../../lib/routing/backend.js';
import { Router } from '../../lib/routing/router.js';
import { SessionMap } from '../../lib/routing/session-map.js';
import { ALGORITHMS, createScheduler } from '../../lib/schedulers/index.js';
import { seededRandom } from '../../lib/seeded-random.js';

const NONE: ReadonlySet<Backend> = new Set();
const TTL_MS = 100;

/** A router over backends of these weights, named A, B, C, …, all up. */
function routerOver(algorithm: string, weights: readonly number[]) {
  const scheduler = createScheduler<Backend>(algorithm, seededRandom(1));
  const pool = new BackendPool(
    weights.map((weight, index) => ({
      host: 'x',
      port: 1 + index,
      name: String.fromCharCode(65 + index),
      weight,
    })),
    scheduler,
  );
  for (const backend of pool.backends) pool.setHealthy(backend, true);
  const sessions = new SessionMap({ max: 10, ttlMs: TTL_MS });
  return { pool, sessions, router: new Router(scheduler, sessions) };
}

let pool: BackendPool;
let sessions: SessionMap;
let router: Router;
let a: Backend;
let b: Backend;
beforeEach(() => {
  ({ pool, sessions, router } = routerOver('round-robin', [1, 1, 1]));
  const [first, second] = pool.backends;
  if (first === undefined || second === undefined) throw new Error('three were given');
  [a, b] = [first, second];
});

/** `A sticky`, `B round-robin`, …; `-` when there is no route. */
function routed(key: string | undefined, tried = NONE, now = 0): string {
  const route = router.route(key, tried, now);
  return route === undefined ? '-' : `${route.backend.name} ${route.why}`;
}

describe('the route of a client', () => {
  it('is the scheduler’s choice when SESSION_MAP does not know it', () => {
    expect([routed('1'), routed('2')]).toEqual(['A round-robin', 'B round-robin']);
  });

  it('is the backend it is mapped to, and costs no one a turn', () => {
    router.established('1', b, NONE, 0);
    expect([routed('1'), routed('1'), routed('2')]).toEqual(['B sticky', 'B sticky', 'A round-robin']);
  });

  it('is always the scheduler’s choice without a sticky key', () => {
    router.established(undefined, b, NONE, 0);
    router.released(undefined, b, 0);
    expect(sessions.size).toBe(0);
    expect([routed(undefined), routed(undefined)]).toEqual(['A round-robin', 'B round-robin']);
  });

  it('is another one while the mapped backend is down, and the mapped one again when it is back', () => {
    router.established('1', a, NONE, 0);
    pool.setHealthy(a, false);
    expect(routed('1')).toBe('B round-robin');
    pool.setHealthy(a, true);
    expect(routed('1')).toBe('A sticky');
    pool.setEnabled(a, false);
    expect(routed('1')).toBe('C round-robin');
  });

  it('is another one when this connection has tried the mapped backend', () => {
    router.established('1', a, NONE, 0);
    expect(routed('1', new Set([a]))).toBe('B round-robin');
    expect(routed('1', new Set([a, b]))).toBe('C round-robin');
  });

  it('is none when all that are available were tried, or none is', () => {
    router.established('1', a, NONE, 0);
    expect(routed('1', new Set(pool.backends))).toBe('-');
    for (const backend of pool.backends) pool.setHealthy(backend, false);
    expect(routed('1')).toBe('-');
  });

  it('does not write a mapping: only a connection that stands does', () => {
    routed('1');
    expect(sessions.size).toBe(0);
  });

  it('is open again when the client was idle for too long', () => {
    router.established('1', b, NONE, 0);
    expect(routed('1', NONE, TTL_MS)).toBe('B sticky');
    expect(routed('1', NONE, 2 * TTL_MS + 1)).toBe('A round-robin');
  });
});

describe('the mapping of a client', () => {
  it('is decided by the first of its simultaneous connections', () => {
    router.established('1', b, new Set([b]), 0);
    router.established('1', a, new Set([a]), 0);
    expect(routed('1')).toBe('B sticky');
  });

  it('moves when the mapped backend is down', () => {
    router.established('1', b, NONE, 0);
    pool.setHealthy(b, false);
    router.established('1', a, new Set([a]), 0);
    pool.setHealthy(b, true);
    expect(routed('1')).toBe('A sticky');
  });

  it('moves when this connection tried the mapped backend in vain, though it still counts as up', () => {
    router.established('1', b, NONE, 0);
    router.established('1', a, new Set([b, a]), 0);
    expect(routed('1')).toBe('A sticky');
  });

  it('begins its idle life anew when a connection ends', () => {
    router.established('1', b, NONE, 0);
    router.released('1', b, 90);
    expect(routed('1', NONE, 180)).toBe('B sticky');
  });

  it('is there after a connection that outlived it', () => {
    router.established('1', b, NONE, 0);
    router.released('1', b, 10 * TTL_MS);
    expect(routed('1', NONE, 11 * TTL_MS)).toBe('B sticky');
  });

  it('is not taken back by an older connection that ends', () => {
    router.established('1', b, NONE, 0);
    pool.setHealthy(b, false);
    router.established('1', a, NONE, 10);
    pool.setHealthy(b, true);
    router.released('1', b, 20);
    expect(routed('1', NONE, 30)).toBe('A sticky');
  });
});

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
    const property = fc.property(weights, history, (given, steps) => {
      ({ pool, router } = routerOver(algorithm, given));
      const open: Backend[] = [];
      for (const [now, { action, who, key, tried }] of steps.entries()) {
        const backend = pool.backends.find(({ index }) => index === who);
        if (backend === undefined) throw new Error('no such backend');
        if (action === 'up' || action === 'down') pool.setHealthy(backend, action === 'up');
        else if (action === 'enable' || action === 'disable') pool.setEnabled(backend, action === 'enable');
        else if (action === 'close') open.splice(who, 1).forEach((closed) => pool.closed(closed));
        else openOne(open, key, new Set(pool.backends.filter(({ index }) => tried.includes(index))), now);
        checkPool(open);
      }
    });
    fc.assert(property, { seed: 1, numRuns: 50 });
  });
});

/** Connects a client that has tried these backends; it must get one that is available and new to it, if there is any. */
function openOne(open: Backend[], key: string | undefined, tried: ReadonlySet<Backend>, now: number): void {
  const left = pool.backends.filter((backend) => isUp(backend) && !tried.has(backend));
  const chosen = router.route(key, tried, now)?.backend;
  if (chosen === undefined && left.length === 0) return;
  if (chosen === undefined || !left.includes(chosen))
    throw new Error(`${chosen?.name} is none of those left`);
  pool.opened(chosen);
  open.push(chosen);
  router.established(key, chosen, new Set([...tried, chosen]), now);
}

function checkPool(open: readonly Backend[]): void {
  const active = pool.backends.filter(isUp).map(({ name }) => name);
  expect({
    active: pool.activeServers,
    activeCount: pool.activeCount,
    counts: pool.backends.map(({ openConnections }) => openConnections),
  }).toEqual({
    active,
    activeCount: active.length,
    counts: pool.backends.map((backend) => open.filter((other) => other === backend).length),
  });
}

function isUp({ healthy, enabled }: Backend): boolean {
  return healthy && enabled;
}
