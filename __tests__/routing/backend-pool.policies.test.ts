import { describe, expect, it } from '@jest/globals';
import type { Backend } from '../../lib/routing/backend.js';
import { threeUp } from './pools.js';

describe('backups', () => {
  it('are active only while no other is', () => {
    const changes: string[] = [];
    const activeChanged = ({ name, active }: Backend): unknown =>
      changes.push(`${active ? '+' : '-'}${name}`);
    const { pool, a, b, c, picked } = threeUp({ activeChanged }, ['B', 'C']);
    expect([pool.activeServers, picked(), picked()]).toEqual([['A'], 'A', 'A']);
    pool.setHealthy(a, false);
    expect([pool.activeServers, pool.activeCount]).toEqual([['B', 'C'], 2]);
    expect([picked(), picked(), picked()]).toEqual(['B', 'C', 'B']);
    pool.setAdmin(b, 'maint');
    expect(pool.activeServers).toEqual(['C']);
    pool.setHealthy(a, true);
    pool.setAdmin(b, 'ready');
    expect([pool.activeServers, picked()]).toEqual([['A'], 'A']);
    pool.setHealthy(c, false);
    pool.setAdmin(a, 'maint');
    expect(pool.activeServers).toEqual(['B']);
    expect(changes).toEqual(['+A', '-A', '+B', '+C', '-B', '+A', '-C', '-A', '+B']);
  });
});

describe('a limit of connections per backend', () => {
  it('keeps a full backend from being picked, and leaves it active', () => {
    const { pool, a, b, c, picked } = threeUp({ maxPerBackend: 1, algorithm: 'round-robin' });
    pool.opened(a);
    expect([picked(), picked(), picked()]).toEqual(['B', 'C', 'B']);
    pool.opened(b);
    pool.opened(c);
    expect([picked(), pool.hasRoom, pool.openConnections]).toEqual([undefined, false, 3]);
    expect(pool.activeServers).toEqual(['A', 'B', 'C']);
    pool.closed(b);
    expect([picked(), pool.hasRoom, pool.openConnections]).toEqual(['B', true, 2]);
  });

  it('holds across flips', () => {
    const { pool, a, b, c, picked } = threeUp({ maxPerBackend: 1 });
    pool.opened(a);
    pool.setHealthy(a, false);
    pool.setHealthy(a, true);
    pool.setAdmin(b, 'maint');
    pool.setAdmin(c, 'maint');
    expect([picked(), pool.hasRoom]).toEqual([undefined, false]);
    pool.closed(a);
    expect(picked()).toBe('A');
  });
});

describe('a slow start', () => {
  it.each(['round-robin', 'least-connections', 'auto'])(
    'gives a backend that came back a tenth of its share, growing to all of it: %s',
    (algorithm) => {
      const { pool, a, b, c, picked } = threeUp({ slowStartMs: 9000, algorithm });
      pool.setAdmin(c, 'maint');
      pool.setHealthy(b, false);
      pool.setHealthy(b, true);
      pool.cameBack(b, 1000);
      const shareAt = (now: number): number => {
        pool.advance(now);
        return Array.from({ length: 1100 }, picked).filter((name) => name === b.name).length;
      };
      expect([a.weight, b.weight]).toEqual([100, 10]);
      expect(shareAt(1000)).toBe(100);
      expect(shareAt(5500)).toBeCloseTo((1100 * 55) / 155, -1);
      expect(shareAt(10_000)).toBeCloseTo(550, -1);
      expect([a.weight, b.weight]).toEqual([100, 100]);
    },
  );

  it('begins anew when the backend fails meanwhile, and ends by itself', () => {
    const { pool, b } = threeUp({ slowStartMs: 900 });
    pool.cameBack(b, 0);
    pool.advance(600);
    expect(b.weight).toBe(70);
    pool.cameBack(b, 700);
    expect(b.weight).toBe(10);
    pool.advance(1_000_000);
    expect(b.weight).toBe(100);
  });

  it('does not exist by default', () => {
    const { pool, b } = threeUp();
    pool.cameBack(b, 0);
    expect(b.weight).toBe(1);
  });
});
