import { describe, expect, it } from '@jest/globals';
import { LbsimError } from '../../lib/errors.js';
import { BackendPool } from '../../lib/routing/backend-pool.js';
import type { Backend, BackendSpec } from '../../lib/routing/backend.js';
import { createScheduler } from '../../lib/schedulers/index.js';

function poolOf(specs: readonly BackendSpec[], algorithm = 'least-connections') {
  const scheduler = createScheduler<Backend>(algorithm, () => 0);
  return { pool: new BackendPool(specs, scheduler), scheduler };
}

/** A pool of the backends A, B and C, all up. */
function threeUp() {
  const { pool, scheduler } = poolOf(
    ['A', 'B', 'C'].map((name, index) => ({ host: name, port: 1 + index, name })),
  );
  for (const backend of pool.backends) pool.setHealthy(backend, true);
  const [a, b, c] = pool.backends;
  if (a === undefined || b === undefined || c === undefined) throw new Error('three were given');
  const picked = (): string | undefined => scheduler.pick(new Set())?.candidate.name;
  return { pool, a, b, c, picked };
}

describe('a pool of backends', () => {
  it('numbers them in the order given', () => {
    const { pool } = poolOf([
      { host: 'x', port: 2 },
      { host: 'x', port: 1 },
    ]);
    expect(pool.backends.map(({ index, name }) => `${index} ${name}`)).toEqual(['0 x:2', '1 x:1']);
  });

  it('has no active server before one is healthy', () => {
    const { pool, scheduler } = poolOf([{ host: 'x', port: 1 }]);
    expect(pool.activeCount).toBe(0);
    expect(pool.activeServers).toEqual([]);
    expect(scheduler.pick(new Set())).toBeUndefined();
  });

  it('lists ACTIVE_SERVERS in the order given, whatever order they came up in', () => {
    const { pool, a, c } = threeUp();
    pool.setHealthy(a, false);
    pool.setHealthy(c, false);
    pool.setHealthy(c, true);
    pool.setHealthy(a, true);
    expect(pool.activeServers).toEqual(['A', 'B', 'C']);
  });

  it('has among them those that are healthy and enabled', () => {
    const { pool, a, b } = threeUp();
    pool.setHealthy(a, false);
    pool.setEnabled(a, false);
    pool.setEnabled(b, false);
    expect(pool.activeServers).toEqual(['C']);
    pool.setHealthy(a, true);
    expect(pool.activeServers).toEqual(['C']);
    pool.setEnabled(b, true);
    pool.setEnabled(a, true);
    expect(pool.activeServers).toEqual(['A', 'B', 'C']);
    expect(pool.activeCount).toBe(3);
  });

  it('tells the scheduler of those that come and go', () => {
    const { pool, a, b, c, picked } = threeUp();
    pool.setHealthy(a, false);
    pool.setEnabled(b, false);
    expect([picked(), picked()]).toEqual(['C', 'C']);
    pool.setHealthy(c, false);
    expect(picked()).toBeUndefined();
    pool.setHealthy(a, true);
    expect(picked()).toBe('A');
  });

  it('may be told the same again', () => {
    const { pool, a, picked } = threeUp();
    pool.setHealthy(a, true);
    pool.setEnabled(a, true);
    pool.setHealthy(a, false);
    pool.setHealthy(a, false);
    expect(pool.activeServers).toEqual(['B', 'C']);
    expect([picked(), picked(), picked()]).toEqual(['B', 'C', 'B']);
  });

  it('counts open connections, and lets the scheduler know', () => {
    const { pool, a, b, c, picked } = threeUp();
    for (const backend of [a, a, b]) pool.opened(backend);
    expect([a.openConnections, b.openConnections, c.openConnections]).toEqual([2, 1, 0]);
    expect([picked(), picked()]).toEqual(['C', 'C']);
    pool.closed(b);
    pool.closed(a);
    pool.closed(a);
    expect([picked(), picked(), picked()]).toEqual(['A', 'B', 'C']);
  });

  it('keeps counting while a backend is down, and takes it back with the connections it has then', () => {
    const { pool, a, b, c, picked } = threeUp();
    for (const backend of [a, a, a, b, b, c]) pool.opened(backend);
    pool.setHealthy(a, false);
    pool.closed(a);
    pool.closed(a);
    pool.setHealthy(a, true);
    expect(a.openConnections).toBe(1);
    expect([picked(), picked(), picked()]).toEqual(['A', 'C', 'A']);
    pool.closed(a);
    expect([picked(), picked()]).toEqual(['A', 'A']);
  });
});

describe('a pool refuses', () => {
  const x = { host: 'x', port: 1 };
  it.each([
    {
      title: 'an empty list',
      specs: [],
      code: 'ERR_BACKENDS_EMPTY',
      message: 'the backend list is empty: name at least one host:port',
    },
    {
      title: 'the same backend twice',
      specs: [x, x],
      code: 'ERR_BACKEND_DUPLICATE',
      message: 'duplicate backend x:1: list each backend once, each under a name of its own',
    },
    {
      title: 'one name for two',
      specs: [
        { ...x, name: 'B' },
        { ...x, port: 2, name: 'B' },
      ],
      code: 'ERR_BACKEND_DUPLICATE',
      message: 'duplicate backend B: list each backend once, each under a name of its own',
    },
    {
      title: 'one address under two names',
      specs: [
        { ...x, name: 'B1' },
        { host: 'y', port: 1 },
        { ...x, name: 'B2' },
      ],
      code: 'ERR_BACKEND_DUPLICATE',
      message: 'duplicate backend B2: it has the address of B1; list each backend once',
    },
    {
      title: 'a name that is the address of another',
      specs: [x, { host: 'y', port: 2, name: 'x:1' }],
      code: 'ERR_BACKEND_DUPLICATE',
      message: 'duplicate backend x:1: list each backend once, each under a name of its own',
    },
    {
      title: 'a weight out of range',
      specs: [{ ...x, weight: 0 }],
      code: 'ERR_OPTION_INVALID',
      message: 'weight 0 of backend x:1 is out of range: use 1 to 256',
    },
  ])('$title', ({ specs, code, message }) => {
    const make = (): unknown => poolOf(specs);
    expect(make).toThrow(LbsimError);
    expect(make).toThrow(expect.objectContaining({ code, kind: 'usage', message }));
  });

  it('neither the same host on two ports, nor two hosts on the same port', () => {
    const { pool } = poolOf([x, { host: 'x', port: 2 }, { host: 'y', port: 1 }]);
    expect(pool.backends).toHaveLength(3);
  });
});
