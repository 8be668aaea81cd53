import { expect, test } from '@jest/globals';
import { randomStreams } from '../../../lib/simulator/engine/random-streams.js';
import type { ConnectionLength } from '../../../lib/simulator/plan/settings.js';
import { ConnectionLengths } from '../../../lib/simulator/workload/connection-lengths.js';

/** How many requests each of so many connections has, one after the other under the same number. */
function drawn(length: ConnectionLength, connections: number): number[] {
  const lengths = new ConnectionLengths(length, randomStreams(1, 1).connections);
  return Array.from({ length: connections }, () => {
    let requests = 1;
    while (lengths.goesOn(7)) requests++;
    return requests;
  });
}

test('a fixed number is that of each connection', () => {
  expect(drawn({ kind: 'fixed', mean: 3 }, 4)).toEqual([3, 3, 3, 3]);
});

test('a geometric number is 1 or more, and has its mean and its variance', () => {
  const [mean, count] = [5, 20_000];
  const all = drawn({ kind: 'geometric', mean }, count);
  const found = all.reduce((sum, each) => sum + each, 0) / count;
  const variance = all.reduce((sum, each) => sum + (each - found) ** 2, 0) / count;

  expect(Math.min(...all)).toBe(1);
  // Four standard errors.
  expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt((mean * (mean - 1)) / count));
  expect(variance / (mean * (mean - 1))).toBeCloseTo(1, 1);
  expect(drawn({ kind: 'geometric', mean: 1 }, 3)).toEqual([1, 1, 1]);
});

test('each connection is counted by itself', () => {
  const lengths = new ConnectionLengths({ kind: 'fixed', mean: 2 }, () => 0);
  expect([1, 2, 1, 2, 1].map((connection) => lengths.goesOn(connection))).toEqual([
    ...[true, true, false, false],
    true,
  ]);
});
