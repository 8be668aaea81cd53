import { describe, expect, test } from '@jest/globals';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { clockwork, inject, runOf, UNWATCHED } from '../test-scenarios.js';
import { watchedRun } from '../watched-run.js';

/** Clients whose requests take one unit each, and who ask again at once. */
const CLOSED: SimulationOptions = {
  ...{ clients: 1, algorithm: 'round-robin', backends: 3, service: 'deterministic', requests: 9, warmup: 0 },
};

/** The backends that requests went to, in the order of their arrival. */
function backendsOf(options: SimulationOptions, seed = 1): (number | undefined)[] {
  return watchedRun(options, seed).lives.map(({ backend }) => backend);
}

describe('connections of several requests', () => {
  test('go to one backend, and the balancer chooses anew for the next connection', () => {
    expect(backendsOf(CLOSED)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
    expect(backendsOf({ ...CLOSED, requestsPerConnection: 3 })).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
    expect(backendsOf({ ...CLOSED, requestsPerConnection: 1e9 })).toEqual(Array(9).fill(1));
  });

  test('of one request each are what there was before', () => {
    const options = { backends: 3, requests: 3000, algorithm: 'power-of-two' } as const;
    const { traceHash } = runOf(options);
    for (const requestsPerConnection of [1, 'geometric:1'])
      expect(runOf({ ...options, requestsPerConnection }).traceHash).toBe(traceHash);
    expect(runOf({ ...options, requestsPerConnection: 2 }).traceHash).not.toBe(traceHash);
  });

  test('have as many requests in all, at the same rate, in an open loop', () => {
    const requests = 40_000;
    const options = { backends: 5, load: 0.6, requests, requestsPerConnection: 'geometric:10', think: 2 };
    const { completed, endedAt } = runOf({ ...options, algorithm: 'least-connections' });

    expect(completed).toBe(requests);
    expect(requests / endedAt / (5 * 0.6)).toBeCloseTo(1, 1);
  });

  test('are what least-connections counts: idle ones, too', () => {
    // Two clients that think for 5; a request takes 1 at the first backend and 10 at the second.
    const options: SimulationOptions = {
      ...{ ...CLOSED, algorithm: 'least-connections', backends: [1, 0.1], weights: [1, 1] },
      ...{ clients: 2, think: 5, requests: 6000 },
    };
    const shareOfSlow = (requestsPerConnection: number): number => {
      const [fast, slow] = runOf({ ...options, requestsPerConnection }).perBackend;
      return (slow?.picked ?? NaN) / ((fast?.picked ?? NaN) + (slow?.picked ?? NaN));
    };

    // Each backend has one client for ever, which has a request every 6, or every 15.
    expect(Math.abs(shareOfSlow(1e9) - 6 / (6 + 15))).toBeLessThan(0.02);
    // A request for itself goes to the slow one only if that has none at the moment.
    expect(shareOfSlow(1)).toBeGreaterThan(0.31);
  });

  test('give random shares that stay what they were at first, the more so the longer they are', () => {
    const options: SimulationOptions = {
      ...CLOSED,
      ...{ algorithm: 'random', backends: 4, clients: 4, requests: 8000, requestsPerConnection: 1e9 },
    };
    for (const seed of [1, 2, 3]) {
      const shares = runOf(options, seed).perBackend.map(({ picked }) => picked);
      // No client ever changes its backend: those without a client at the beginning never get a request.
      const begun = new Set(backendsOf({ ...options, requests: 4 }, seed));
      expect(shares.map((picked) => picked > 0)).toEqual([1, 2, 3, 4].map((backend) => begun.has(backend)));
    }
    const even = runOf({ ...options, requestsPerConnection: 1 }).perBackend.map(({ picked }) => picked);
    for (const picked of even) expect(Math.abs(picked - 2000)).toBeLessThan(200);
  });

  test('are lost with a backend that crashes, idle ones too, and the next request opens another', () => {
    const crash = [inject(10.5, 'B1', 'crash'), inject(12.2, 'B1', 'heal')];
    const options = clockwork([2, 2], crash, UNWATCHED, {
      ...{ clients: 1, think: 0, requests: 40, requestsPerConnection: 100 },
    });
    const { result, lives } = watchedRun(options);
    const after = lives.filter(({ cameAt }) => cameAt > 10.5).map(({ backend }) => backend);

    expect(lives[0]?.backend).toBe(1);
    expect(result.failures.lost).toBeLessThanOrEqual(1);
    expect(new Set(after)).toEqual(new Set([2]));
  });
});
