import { describe, expect, it } from '@jest/globals';
import { routerOver, threeUp } from './pools.js';

describe('what other balancers tell of', () => {
  it('counts as load: the backend with the fewest connections of all balancers is picked', () => {
    const { pool, a, b, picked } = threeUp();
    pool.setRemote(a, 3);
    pool.setRemote(b, 2);
    expect(picked()).toBe('C');
    pool.setRemote(a, 0);
    pool.opened(a);
    expect(picked()).toBe('C');
    for (const backend of pool.backends.slice(2)) for (let n = 0; n < 3; n++) pool.opened(backend);
    expect(picked()).toBe('A');
  });

  it('is kept apart from the connections of this balancer', () => {
    const { pool, a } = threeUp();
    pool.opened(a);
    pool.setRemote(a, 5);
    pool.setRemote(a, 4);
    expect([a.openConnections, a.ownConnections, a.remoteConnections]).toEqual([5, 1, 4]);
    expect(pool.openConnections).toBe(1);
    pool.closed(a);
    pool.setRemote(a, 0);
    expect([a.openConnections, a.ownConnections, a.remoteConnections]).toEqual([0, 0, 0]);
  });

  it('fills a backend that has a limit, and gives it room again', () => {
    const { pool, a, picked } = threeUp({ maxPerBackend: 2 });
    pool.setRemote(a, 2);
    expect([a.available, a.admitsClients]).toEqual([false, false]);
    for (const backend of pool.backends.slice(1)) {
      pool.opened(backend);
      pool.opened(backend);
    }
    expect([pool.hasRoom, picked()]).toEqual([false, undefined]);
    pool.setRemote(a, 1);
    expect([pool.hasRoom, picked()]).toEqual([true, 'A']);
  });

  it('is a place to stick to, unless the client is known to nobody or all entries are in use', () => {
    const { pool, router } = routerOver('round-robin', [1, 1, 1], { stickyMax: 1 });
    const [, b, c] = pool.backends;
    if (b === undefined || c === undefined) throw new Error('three were given');
    router.learn('k', b, 0);
    expect(router.route('k', new Set(), 1)).toMatchObject({ backend: b, why: 'sticky' });
    router.established('k', b, new Set(), 1);
    router.learn('k', c, 2);
    expect(router.stickyBackendOf('k', 2)).toBe(c);
    router.learn('other', b, 3);
    expect(router.stickyBackendOf('other', 3)).toBeUndefined();
    expect(router.sessionCount).toBe(1);
  });
});
