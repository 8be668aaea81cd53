import { describe, expect, it } from '@jest/globals';
import { manyServers } from '../../../lib/simulator/theory/many-servers.js';
import { quantileOf } from '../../../lib/simulator/theory/sojourn-law.js';

/** The mean as the area under the tail, by the midpoint rule. */
function area(tail: (time: number) => number, until: number): number {
  const step = until / 20_000;
  let sum = 0;
  for (let time = step / 2; time < until; time += step) sum += step * tail(time);
  return sum;
}

describe('M/M/c', () => {
  it('is M/M/1 with one server: 5, and 23.03 at p99, for a load of 0.8', () => {
    const law = manyServers({ arrivalRate: 0.8, serviceRate: 1, servers: 1 });

    expect(law.mean).toBeCloseTo(5, 10);
    expect(quantileOf(law, 0.99)).toBeCloseTo(5 * Math.log(100), 8);
  });

  it('takes 1.6687 with 10 servers and a load of 0.9', () => {
    expect(manyServers({ arrivalRate: 9, serviceRate: 1, servers: 10 }).mean).toBeCloseTo(1.6687, 4);
  });

  it('is faster where servers are', () => {
    const slow = manyServers({ arrivalRate: 7, serviceRate: 1, servers: 8 });
    const fast = manyServers({ arrivalRate: 28, serviceRate: 4, servers: 8 });

    expect(fast.mean).toBeCloseTo(slow.mean / 4, 12);
    expect(fast.tail?.(1)).toBeCloseTo(slow.tail?.(4) ?? NaN, 12);
  });

  // With c − 1 erlangs, wait and service are equally fast: the formula divides by nothing there.
  it.each([
    [1, 0.5],
    [2, 1],
    [2, 1.000001],
    [2, 0.999999],
    [10, 9],
    [10, 9.5],
    [10, 3],
  ])('has with %d servers and %d erlangs a tail whose area is the mean', (servers, arrivalRate) => {
    const { mean, tail = () => NaN } = manyServers({ arrivalRate, serviceRate: 1, servers });

    expect(tail(0)).toBe(1);
    expect(area(tail, 100)).toBeCloseTo(mean, 5);
  });
});
