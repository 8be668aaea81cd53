import { describe, expect, it } from '@jest/globals';
import { LbsimError } from '../../lib/errors.js';
import { poolOf, threeUp } from './pools.js';

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

  it('names the first 100 of them for an event, and counts them all', () => {
    const { pool } = poolOf(
      Array.from({ length: 300 }, (_, n) => ({ name: `B${n}`, host: 'x', port: n + 1 })),
    );
    const named = (from: number, count: number): string[] =>
      Array.from({ length: count }, (_, n) => `B${from + n}`);
    expect(pool.firstActiveServers).toEqual({ activeServers: [], activeServersCount: 0 });
    for (const backend of pool.backends) pool.setHealthy(backend, true);
    expect(pool.firstActiveServers).toEqual({ activeServers: named(0, 100), activeServersCount: 300 });
    for (const backend of pool.backends.slice(0, 250)) pool.setHealthy(backend, false);
    expect(pool.firstActiveServers).toEqual({ activeServers: named(250, 50), activeServersCount: 50 });
    expect(pool.activeServers).toEqual(named(250, 50));
    expect(pool.registry.firstNames).toEqual({ backends: named(0, 100), backendsCount: 300 });
    expect([pool.registry.find('B7')?.index, pool.registry.find('constructor')]).toEqual([7, undefined]);
  });

  it('has among them those that are healthy and enabled', () => {
    const { pool, a, b } = threeUp();
    pool.setHealthy(a, false);
    pool.setAdmin(a, 'maint');
    pool.setAdmin(b, 'maint');
    expect(pool.activeServers).toEqual(['C']);
    pool.setHealthy(a, true);
    expect(pool.activeServers).toEqual(['C']);
    pool.setAdmin(b, 'ready');
    pool.setAdmin(a, 'ready');
    expect(pool.activeServers).toEqual(['A', 'B', 'C']);
    expect(pool.activeCount).toBe(3);
  });

  it('tells the scheduler of those that come and go', () => {
    const { pool, a, b, c, picked } = threeUp();
    pool.setHealthy(a, false);
    pool.setAdmin(b, 'maint');
    expect([picked(), picked()]).toEqual(['C', 'C']);
    pool.setHealthy(c, false);
    expect(picked()).toBeUndefined();
    pool.setHealthy(a, true);
    expect(picked()).toBe('A');
  });

  it('may be told the same again', () => {
    const { pool, a, picked } = threeUp();
    pool.setHealthy(a, true);
    pool.setAdmin(a, 'ready');
    pool.setHealthy(a, false);
    pool.setHealthy(a, false);
    expect(pool.activeServers).toEqual(['B', 'C']);
    expect([picked(), picked(), picked()]).toEqual(['B', 'C', 'B']);
  });

  it('lets a scheduler that learns know of answers, and says whether there is one', () => {
    const { pool, a, b, c, picked } = threeUp({ algorithm: 'peak-ewma' });
    expect(pool.learns).toBe(true);
    pool.answered(a, 30, 1000);
    pool.answered(b, 20, 1000);
    pool.answered(c, 40, 1000);
    expect(picked()).toBe('B'); // of A and B
    pool.answered(b, 50, 1001);
    expect(picked()).toBe('A');
    const blind = threeUp({ algorithm: 'round-robin' });
    expect(blind.pool.learns).toBe(false);
    blind.pool.answered(blind.a, 30, 1000);
    expect(blind.picked()).toBe('A');
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
      title: 'a backup that is a backend too',
      specs: [x, { ...x, backup: true }],
      code: 'ERR_BACKEND_DUPLICATE',
      message: 'backup x:1 is one of the backends already: name it as the one or the other',
    },
    {
      title: 'a backup that is a backend under another name',
      specs: [
        { ...x, name: 'B1' },
        { ...x, backup: true },
      ],
      code: 'ERR_BACKEND_DUPLICATE',
      message: 'backup x:1 is one of the backends already, as B1: name it as the one or the other',
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
