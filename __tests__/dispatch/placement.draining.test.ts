import { describe, expect, it } from '@jest/globals';
import type { AdminState, Backend } from '../../lib/routing/backend.js';
import { placed, WaitingRequest, type Placed } from './placed.js';

const SESSIONS = { sessions: { max: 100, ttlMs: 1000 } };

/** Backends that are up, and what may be done with them and with clients by name. */
function drainable(backends: number, options: Parameters<typeof placed>[1] = {}): Drainable {
  const all = placed(backends, { ...SESSIONS, ...options });
  const { pool, placement, router, up } = all;
  up(...Array.from({ length: backends }, (_, n) => n + 1));
  const found = ({ backend }: WaitingRequest): Backend => {
    if (backend === undefined) throw new Error('it waits');
    return backend;
  };
  return {
    ...all,
    set(name, admin) {
      pool.setAdmin(pool.registry.named(name), admin);
      placement.activeServersChanged(0);
    },
    limit(name, limit) {
      pool.setLimit(pool.registry.named(name), limit);
      placement.activeServersChanged(0);
    },
    connects(key, name) {
      const request = new WaitingRequest(key);
      request.backend = pool.registry.named(name);
      placement.connectionOpened(request.backend, 0);
      router.established(key, request.backend, new Set(), 0);
      placement.stickinessChanged(key, 0);
      return request;
    },
    leaves(request) {
      if (request.stickyKey !== undefined) router.released(request.stickyKey, found(request), 0);
      placement.connectionClosed(found(request), 0);
    },
  };
}

interface Drainable extends Placed {
  readonly set: (name: string, admin: AdminState) => void;
  readonly limit: (name: string, limit: number) => void;
  /** A client that sticks to that backend from now on. */
  readonly connects: (key: string, name: string) => WaitingRequest;
  readonly leaves: (request: WaitingRequest) => void;
}

const last = ({ told }: WaitingRequest): string | undefined => told.at(-1);

describe('a client that sticks to a backend that is drained', () => {
  it('is given the place that another client of that backend leaves', () => {
    const { connects, arrives, leaves, limit, set } = drainable(1);
    leaves(connects('x', 'B1'));
    const y = connects('y', 'B1');
    limit('B1', 1);
    set('B1', 'drain');
    const [x, again] = [arrives('x'), arrives('x')];
    expect([last(x), last(again)]).toEqual(['queued for a backend', 'queued for a backend']);
    leaves(y);
    expect([last(x), last(again)]).toEqual(['B1 sticky', 'queued for a backend']);
  });

  it('is given it also when it waited before that backend was drained', () => {
    const { connects, arrives, leaves, limit, set } = drainable(1);
    leaves(connects('x', 'B1'));
    const y = connects('y', 'B1');
    limit('B1', 1);
    const x = arrives('x');
    set('B1', 'drain');
    expect(last(x)).toBe('queued for a backend');
    leaves(y);
    expect(last(x)).toBe('B1 sticky');
  });

  it('is served when that backend is given more places', () => {
    const { connects, arrives, leaves, limit, set } = drainable(1, { maxPerBackend: 1 });
    leaves(connects('x', 'B1'));
    connects('y', 'B1');
    set('B1', 'drain');
    const x = arrives('x');
    limit('B1', 5);
    expect(last(x)).toBe('B1 sticky');
  });

  it('is served when that backend, which was in maintenance, is drained and found up', () => {
    const { connects, arrives, leaves, set, up, down } = drainable(1);
    leaves(connects('x', 'B1'));
    set('B1', 'maint');
    down(1);
    const x = arrives('x');
    set('B1', 'drain');
    expect(last(x)).toBe('queued for a backend');
    up(1);
    expect(last(x)).toBe('B1 sticky');
  });

  it('is served when a place is free in all', () => {
    const { connects, arrives, leaves, set } = drainable(2, { maxConnections: 1 });
    leaves(connects('x', 'B2'));
    const y = connects('y', 'B1');
    set('B2', 'drain');
    const [x, z] = [arrives('x'), arrives('z')];
    leaves(y);
    expect([last(x), last(z)]).toEqual(['B2 sticky', 'queued for a place']);
  });

  it('is served past older clients that may not go there, and goes elsewhere when that is possible first', () => {
    const { connects, arrives, leaves, limit, set } = drainable(2, { maxPerBackend: 1 });
    leaves(connects('x', 'B2'));
    leaves(connects('z', 'B2'));
    const [one, two] = [connects('a', 'B1'), connects('b', 'B2')];
    set('B2', 'drain');
    const [old, x, z] = [arrives('old'), arrives('x'), arrives('z')];
    leaves(two);
    expect([last(old), last(x), last(z)]).toEqual(['queued for a place', 'B2 sticky', 'queued for a place']);
    leaves(one);
    expect([last(old), last(z)]).toEqual(['B1 round-robin', 'queued for a place']);
    limit('B1', 2);
    expect(last(z)).toBe('B1 round-robin');
  });

  it('is served from the moment at which it sticks to that backend', () => {
    const { connects, arrives, set } = drainable(1);
    set('B1', 'drain');
    const x = arrives('x');
    expect(last(x)).toBe('queued for a backend');
    connects('x', 'B1'); // one that was assigned before the backend was drained
    expect(last(x)).toBe('B1 sticky');
  });

  it('waits like any other once it no longer sticks to it', () => {
    const { connects, arrives, leaves, placement, limit, set } = drainable(1, {
      sessions: { max: 2, ttlMs: 1000 },
    });
    leaves(connects('x', 'B1'));
    const y = connects('y', 'B1');
    limit('B1', 1);
    set('B1', 'drain');
    const x = arrives('x');
    limit('B1', 2);
    expect(last(x)).toBe('B1 sticky');
    leaves(x);
    limit('B1', 1);
    const late = arrives('x');
    if (y.backend !== undefined) placement.connectionClosed(y.backend, 5000);
    expect(last(late)).toBe('queued for a backend');
  });

  it('that could not reach it waits for another one; where there is none, it has tried all', () => {
    const { connects, arrives, leaves, pool, placement, limit, set } = drainable(2, { maxPerBackend: 1 });
    const b2 = pool.registry.named('B2');
    leaves(connects('x', 'B2'));
    connects('y', 'B1');
    set('B2', 'drain');
    const x = arrives('x');
    expect(last(x)).toBe('B2 sticky');
    placement.connectionClosed(b2, 0);
    x.tried.add(b2);
    placement.dispatch(x, 0);
    expect(last(x)).toBe('queued for a place');
    x.tried.clear();
    placement.cancel(x, 0);
    limit('B1', 1);
    set('B1', 'maint');
    x.tried.add(b2);
    placement.dispatch(x, 0);
    expect(last(x)).toBe('exhausted');
  });

  it('that gives up while it waits is not given a place', () => {
    const { connects, arrives, leaves, placement, limit, set } = drainable(1);
    leaves(connects('x', 'B1'));
    const y = connects('y', 'B1');
    limit('B1', 1);
    set('B1', 'drain');
    const [first, second] = [arrives('x'), arrives('x')];
    placement.cancel(first, 0);
    leaves(y);
    expect([last(first), last(second)]).toEqual(['queued for a backend', 'B1 sticky']);
  });

  it('does not renew its entry in SESSION_MAP by waiting', () => {
    const { router, arrives, connects, leaves, limit, set } = drainable(2, {
      sessions: { max: 3, ttlMs: 1000 },
    });
    leaves(connects('x', 'B1'));
    leaves(connects('y', 'B1'));
    connects('z', 'B1');
    set('B2', 'drain');
    limit('B1', 1);
    expect(last(arrives('x'))).toBe('queued for a place');
    connects('another', 'B1');
    expect(['x', 'y'].map((key) => router.stickyBackendOf(key, 0)?.name)).toEqual([undefined, 'B1']);
  });
});
