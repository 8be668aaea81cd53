import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../lib/seeded-random.js';
import {
  balancerFaultKinds,
  balancerSchedule,
  type BalancerFault,
} from '../../trials/chaos/balancer-schedule.js';
import { leastOfEachKind } from '../../trials/chaos/schedule.js';

const GROUPS = ['lines', 'bytes'];
const SEEDS = [0, 1, 2, 3, 4, 5, 77, 2 ** 31];

const scheduled = (seed: number, workers = 2, seconds = 60): BalancerFault[] =>
  balancerSchedule({ seconds, groups: GROUPS, workers, random: seededRandom(seed) });

describe("the schedule of the balancers' faults", () => {
  it('is the same for the same seed, and another for another', () => {
    expect(scheduled(1)).toEqual(scheduled(1));
    expect(scheduled(1)).not.toEqual(scheduled(2));
  });

  it.each(SEEDS)('has enough of each kind, in a short run and in a long one, with seed %i', (seed) => {
    for (const workers of [1, 2, 3]) {
      for (const seconds of [10, 12, 60, 300]) {
        const faults = scheduled(seed, workers, seconds);
        for (const kind of balancerFaultKinds(workers)) {
          const count = faults.filter((fault) => fault.kind === kind).length;
          expect(count).toBeGreaterThanOrEqual(leastOfEachKind(seconds));
        }
      }
    }
  });

  it.each(SEEDS)('is in order, and no balancer has two faults at a time, with seed %i', (seed) => {
    const freeAt = new Map<string, number>();
    let last = 0;
    for (const { atMs, group, stillMs } of scheduled(seed)) {
      expect(atMs).toBeGreaterThanOrEqual(last);
      expect(atMs).toBeLessThan(60_000);
      expect(atMs).toBeGreaterThanOrEqual(freeAt.get(group) ?? 0);
      last = atMs;
      freeAt.set(group, atMs + stillMs);
    }
    expect([...freeAt.keys()].sort()).toEqual([...GROUPS].sort());
  });

  it.each(SEEDS)('has standstills beyond a health check and within it, with seed %i', (seed) => {
    const times = scheduled(seed, 1).map(({ stillMs }) => stillMs);

    expect(Math.min(...times)).toBeLessThan(1000);
    expect(Math.max(...times)).toBeGreaterThan(1000);
    expect(Math.max(...times)).toBeLessThan(5000);
  });

  it('kills each of the workers in its turn, and none where there is one', () => {
    const killed = scheduled(1).filter(({ kind }) => kind === 'worker-kill');

    expect(new Set(killed.map(({ nth }) => nth))).toEqual(new Set([0, 1]));
    expect(scheduled(1, 1).filter(({ kind }) => kind === 'worker-kill')).toEqual([]);
  });
});
