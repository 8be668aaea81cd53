import { describe, expect, test } from '@jest/globals';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { runOf, scenarioWith } from '../test-scenarios.js';

/** One backend that takes one unit for each of ten requests, one of which comes each four units. */
const SLOW: SimulationOptions = {
  ...{ backends: 1, load: 0.25, arrivals: 'deterministic' as const, service: 'deterministic' },
  ...{ requests: 10, warmup: 0 },
};

describe('clients that give up', () => {
  test('fail, each after its patience, and what backends do with them is worked off or dropped', () => {
    const busy = (abandoned: 'served' | 'dropped'): number | undefined =>
      runOf({ ...SLOW, timeout: 0.5, abandoned }).perBackend[0]?.utilisation;
    const { failures, completed } = runOf({ ...SLOW, timeout: 0.5 });

    expect([failures.timeout, completed]).toEqual([10, 0]);
    expect(busy('served')).toBeCloseTo(0.25, 2);
    expect(busy('dropped')).toBeCloseTo(0.125, 2);
  });

  test('make an overload worse where backends serve on', () => {
    const failed = (abandoned: 'served' | 'dropped'): number => {
      const { requests, completed } = runOf({
        ...{ backends: 2, load: 0.9, algorithm: 'least-connections', requests: 20_000, timeout: 5 },
        abandoned,
      });
      return 1 - completed / requests;
    };

    expect(failed('served')).toBeGreaterThan(2 * failed('dropped'));
  });

  test('send again as often as they may, each time after a longer pause, and latency counts from the first time', () => {
    const { failures, requests, completed, little } = runOf({
      ...SLOW,
      requests: 1,
      timeout: 0.5,
      retries: 2,
      backoff: 3,
    });

    expect([requests, completed, failures.timeout]).toEqual([1, 0, 1]);
    expect(little.sojourns).toBeCloseTo(3 * 0.5 + 3 + 6, 9);
  });

  test('are answered by a retry that finds less to wait for', () => {
    const options = { backends: 2, load: 0.7, requests: 20_000, queueLimit: 1, timeout: 100 } as const;
    const answered = (retries: number): number => runOf({ ...options, retries }).completed;

    expect(answered(3)).toBeGreaterThan(answered(0));
  });

  test('may store up an overload that stays: retries of what backends serve in vain', () => {
    const scenario = scenarioWith(
      [
        { at: 200, arrivals: 2 },
        { at: 260, arrivals: 1 },
      ],
      { duration: 1500 },
    );
    const lastOf = (retries: number): number => {
      const { course } = runOf({
        backends: 4,
        load: 0.7,
        scenario,
        timeout: 6,
        retries,
        backoff: 1,
        bins: 30,
      });
      const [ok = 0, failed = 0] = [course?.completed, course?.failed].map((each) =>
        (each ?? []).slice(20, 30).reduce((sum, count) => sum + count, 0),
      );
      return failed / (ok + failed);
    };

    expect(lastOf(0)).toBeLessThan(0.1);
    expect(lastOf(5)).toBeGreaterThan(0.5);
  });
});

test('a scenario whose clients give up leaves their requests at the backends, unless they are to be dropped', () => {
  const scenario = scenarioWith([{ at: 0, backend: 'B1', fault: { kind: 'slow', factor: 4 } }], {
    ...{ duration: 100, requestTimeout: 1 },
  });
  const busy = (options: SimulationOptions): number | undefined =>
    runOf({ ...SLOW, requests: 25, scenario, ...options }).perBackend[0]?.utilisation;

  expect(busy({})).toBeGreaterThan(0.9);
  expect(busy({ abandoned: 'dropped' })).toBeCloseTo(0.25, 1);
});

test('times are in mean service times, and abandoned requests are served', () => {
  const { settings } = planSimulation({ serviceMean: '20ms', timeout: '100ms', retries: 1, backoff: 2 });

  expect(settings).toMatchObject({ requestTimeout: 100, backoff: 40, servesAbandoned: true });
  expect(planSimulation({}).settings).toMatchObject({ requestTimeout: Infinity, servesAbandoned: true });
});

test('a retry without a timeout is refused', () => {
  expect(() => planSimulation({ retries: 2 })).toThrow(/timeout/);
});
