import { describe, expect, it } from '@jest/globals';
import { ClientHash } from '../../../lib/schedulers/hashing/client-hash.js';

describe('the hashes of clients', () => {
  it('are equal for equal keys, whoever comes between', () => {
    const clients = new ClientHash();
    const first = clients.of('192.0.2.7');
    clients.of(undefined);
    expect(clients.of('192.0.2.8')).not.toBe(first);
    expect(clients.of('192.0.2.7')).toBe(first);
    expect(new ClientHash().of('192.0.2.7')).toBe(first);
  });

  it('are others each time for who has no key, the same ones in each run, and spread evenly', () => {
    const draw = (): number[] => {
      const clients = new ClientHash();
      return Array.from({ length: 16_000 }, () => clients.of(undefined));
    };
    expect(new Set(draw()).size).toBe(16_000);
    expect(draw()).toEqual(draw());
    const counts = new Array<number>(16).fill(0);
    for (const hash of draw()) counts[hash >>> 28] = (counts[hash >>> 28] ?? 0) + 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(37.7); // exceeded by chance once in 1,000, with 15 degrees of freedom
  });
});
