import { beforeEach, describe, expect, it } from '@jest/globals';
import type { BackendPool } from '../../lib/routing/backend-pool.js';
import type { Backend } from '../../lib/routing/backend.js';
import type { Router } from '../../lib/routing/router.js';
import type { SessionMap } from '../../lib/routing/session-map.js';
import { routerOver, TTL_MS } from './pools.js';

const NONE: ReadonlySet<Backend> = new Set();

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
    pool.setAdmin(a, 'maint');
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
    router.released('1', b, 0);
    expect(routed('1', NONE, TTL_MS)).toBe('B sticky');
    expect(routed('1', NONE, 2 * TTL_MS + 1)).toBe('A round-robin');
  });
});

describe('the mapping of a client', () => {
  it('stays where it is when the client was sent elsewhere because its backend was full', () => {
    ({ pool, router, sessions } = routerOver('round-robin', [1, 1], { maxPerBackend: 1 }));
    const [first, second] = pool.backends;
    if (first === undefined || second === undefined) throw new Error('two were given');
    router.established('1', first, NONE, 0);
    pool.opened(first);
    expect(routed('1')).toBe('B round-robin');
    router.established('1', second, NONE, 0);
    pool.closed(first);
    expect(routed('1')).toBe('A sticky');
  });

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

  it('does not age while the client is connected, and has its whole idle life from the end of its last connection', () => {
    router.established('1', b, NONE, 0);
    router.established('1', b, NONE, 0);
    expect(routed('1', NONE, 10 * TTL_MS)).toBe('B sticky');
    router.released('1', b, 11 * TTL_MS);
    expect(routed('1', NONE, 20 * TTL_MS)).toBe('B sticky');
    router.released('1', b, 21 * TTL_MS);
    expect(routed('1', NONE, 22 * TTL_MS)).toBe('B sticky');
    expect(routed('1', NONE, 23 * TTL_MS + 1)).toBe('A round-robin');
  });

  it('does not age while the client is connected, to whichever backend', () => {
    router.established('1', b, NONE, 0);
    router.established('1', a, NONE, 0); // b was full
    router.released('1', b, 10);
    expect(routed('1', NONE, 10 * TTL_MS)).toBe('B sticky');
    router.released('1', a, 10 * TTL_MS);
    expect(routed('1', NONE, 12 * TTL_MS + 1)).toBe('A round-robin');
  });

  it('is there after a connection that outlived it', () => {
    ({ router } = routerOver('round-robin', [1, 1], { stickyMax: 1 }));
    router.established('1', b, NONE, 0);
    router.established('2', a, NONE, 0);
    router.released('2', a, 0);
    expect(routed('1', NONE, 1)).toBe('A round-robin');
    router.released('1', b, 2);
    expect(routed('1', NONE, 3)).toBe('B sticky');
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
