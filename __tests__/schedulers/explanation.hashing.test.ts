import { describe, expect, it } from '@jest/globals';
import type { Algorithm } from '../../lib/schedulers/index.js';
import { explained } from './explained.js';

describe('an explanation', () => {
  it.each<[Algorithm, RegExp]>([
    [
      'rendezvous',
      /^B\d has the least draw for the key \(hash 0x[\da-f]{8}\), [\d.]+; next is B\d with [\d.]+\.$/,
    ],
    [
      'ring',
      /^The key has the hash 0x[\da-f]{8} \([\d.]+° of the circle\), which belongs to B\d; next come B\d and B\d\.$/,
    ],
    [
      'maglev',
      /^The key has the hash 0x[\da-f]{8} \(entry \d+ of the table\), which belongs to B\d; next come B\d and B\d\.$/,
    ],
    [
      'bounded-load',
      /^The key has the hash 0x[\da-f]{8} \([\d.]+° of the circle\), which belongs to B\d, with 0 of its at most 1 connections\.$/,
    ],
  ])('of %s names the hash, the owner and the next ones', (algorithm, says) => {
    const explanation = explained(algorithm, { weights: [1, 1, 1], key: '192.0.2.7' });
    expect(explanation?.says).toMatch(says);
    expect(explanation?.says).toContain(explanation?.hash);
    expect(explained(algorithm, { weights: [1, 1, 1] })?.says).toMatch(/[aA] client without a key/);
  });

  it('of bounded-load names who is stepped over', () => {
    const key = '192.0.2.7';
    const owner = explained('bounded-load', { weights: [1, 1, 1], key })?.candidate?.index ?? 0;
    const loads = [0, 1, 2].map((index) => (index === owner ? 4 : 0));
    const explanation = explained('bounded-load', { weights: [1, 1, 1], loads, key });
    expect(explanation?.candidate?.index).not.toBe(owner);
    expect(explanation?.says).toContain(`; B${owner + 1} is at the bound, and B`);
    expect(explanation?.says).toContain('is next, with 0 of its at most 3 connections.');
    expect(explanation?.considered[0]).toMatchObject({ score: 4, bound: 3, unit: 'open connections' });
  });

  it.each<Algorithm>(['ring', 'maglev', 'bounded-load'])(
    'of %s has the owners around the client',
    (algorithm) => {
      const { candidate, place } = explained(algorithm, { weights: [1, 2, 1], key: '192.0.2.7' }) ?? {};
      expect(place?.next[0]?.candidate).toBe(candidate);
      expect({ next: place?.next.length, before: place?.before.length }).toEqual({ next: 12, before: 4 });
      const { at = 0, size = 0, before = [], next = [] } = place ?? {};
      // Clockwise from the first of them on, with the client between.
      const turns = [...before.map((owned) => owned.at), at, ...next.map((owned) => owned.at)].map(
        (where) => (where - (before[0]?.at ?? 0) + size) % size,
      );
      expect(turns).toEqual(turns.toSorted((a, b) => a - b));
    },
  );

  it('has each point once where there are few, and none of those that were tried', () => {
    const weights = [1, ...Array.from({ length: 5 }, () => 256)]; // B1 has one point, or none within reach
    const alone = explained('ring', { weights, tried: [1, 2, 3, 4, 5], key: 'a' });
    expect(alone?.place?.next.map(({ candidate }) => candidate.name)).toEqual(['B1']);
    expect(alone?.place?.before).toEqual([]);
  });

  it('has no place for rendezvous, which has neither ring nor table', () => {
    expect(explained('rendezvous', { weights: [1, 1], key: 'a' })).not.toHaveProperty('place');
  });
});
