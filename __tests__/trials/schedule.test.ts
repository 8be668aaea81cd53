import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../lib/seeded-random.js';
import {
  FAULT_KINDS,
  faultSchedule,
  leastOfEachKind,
  lengthMs,
  type Fault,
} from '../../trials/chaos/schedule.js';

const GROUPS = { lines: ['B1', 'B2', 'B3', 'B4'], bytes: ['E1', 'E2'] };
const SEEDS = [0, 1, 2, 3, 4, 5, 77, 2 ** 31];

const scheduled = (seed: number, seconds = 60): Fault[] =>
  faultSchedule({ seconds, groups: GROUPS, random: seededRandom(seed) });

describe('the schedule of faults', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(scheduled(1)).toEqual(scheduled(1));
    expect(scheduled(1)).not.toEqual(scheduled(2));
  });

  it.each(SEEDS)('has enough of each kind, in a short run and in a long one, with seed %i', (seed) => {
    for (const seconds of [10, 12, 60, 300]) {
      const faults = scheduled(seed, seconds);
      for (const kind of FAULT_KINDS) {
        const count = faults.filter((fault) => fault.kind === kind).length;
        expect(count).toBeGreaterThanOrEqual(leastOfEachKind(seconds));
      }
    }
  });

  it.each(SEEDS)(
    'is in order, ends in time, and leaves each backend a while between two, with seed %i',
    (seed) => {
      const faults = scheduled(seed);
      const freeAt = new Map<string, number>();
      let last = 0;
      for (const fault of faults) {
        expect(fault.atMs).toBeGreaterThanOrEqual(last);
        expect(fault.atMs).toBeLessThan(60_000);
        last = fault.atMs;
        for (const backend of fault.backends) {
          expect(fault.atMs).toBeGreaterThanOrEqual(freeAt.get(backend) ?? 0);
          freeAt.set(backend, fault.atMs + lengthMs(fault) + 1000);
        }
      }
      expect([...freeAt.keys()].sort()).toEqual(['B1', 'B2', 'B3', 'B4', 'E1', 'E2']);
    },
  );

  it('ends all backends of a group at once in a blackout, and one otherwise', () => {
    for (const { kind, group, backends } of scheduled(3)) {
      const all = GROUPS[group as keyof typeof GROUPS];
      if (kind === 'blackout') expect(backends).toEqual(all);
      else expect(backends).toEqual([expect.any(String)]);
      expect(all).toEqual(expect.arrayContaining(backends));
    }
  });

  it('has no fault that takes longer than clients wait by default', () => {
    const longest = Math.max(...SEEDS.flatMap((seed) => scheduled(seed).map(lengthMs)));

    expect(longest).toBeGreaterThan(500);
    expect(longest).toBeLessThan(5000);
  });
});
