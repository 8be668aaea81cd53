import { describe, expect, test } from '@jest/globals';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { loadScenario } from '../../../lib/simulator/scenarios/load-scenario.js';
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

describe('retry-storm: a short burst', () => {
  /** The share that failed of the requests that ended in the last fifth of the scenario. */
  const failedAtLast = async (options: SimulationOptions): Promise<number> => {
    const { course } = runOf({ scenario: await loadScenario('retry-storm'), bins: 50, ...options });
    const [completed = 0, failed = 0] = [course?.completed, course?.failed].map((each) =>
      (each ?? []).slice(40, 50).reduce((sum, count) => sum + count, 0),
    );
    return failed / (completed + failed);
  };

  test.each(['round-robin', 'power-of-two', 'least-connections'] as const)(
    'is never got over while retries keep the load up, with %s',
    async (algorithm) => {
      expect(await failedAtLast({ algorithm })).toBeGreaterThan(0.95);
    },
  );

  test.each(['round-robin', 'power-of-two', 'least-connections'] as const)(
    'is got over with a budget of retries and without retries, but not by dropping what was given up, with %s',
    async (algorithm) => {
      for (const options of [{ retryBudget: 0.1 }, { retries: 0 }])
        expect(await failedAtLast({ algorithm, ...options })).toBeLessThan(0.05);
      expect(await failedAtLast({ algorithm, abandoned: 'dropped' })).toBeGreaterThan(0.1);
    },
  );
});

test('an option wins over what a scenario says of retries, also where it says the default', () => {
  const scenario = scenarioWith([], {
    ...{ retries: 3, backoff: 5, retryBudget: 0.1, abandoned: 'dropped' as const },
  });
  const of = (options: SimulationOptions) =>
    planSimulation({ scenario, serviceMean: 2, ...options }).settings;

  expect(of({})).toMatchObject({ retries: 3, backoff: 10, retryBudget: 0.1, servesAbandoned: false });
  expect(of({ retries: 1, backoff: 1, retryBudget: Infinity, abandoned: 'served' })).toMatchObject({
    ...{ retries: 1, backoff: 2, retryBudget: Infinity, servesAbandoned: true },
  });
});

test.each([
  [{ retries: -1 }, /retries of scenario story -1 is out of range/],
  [{ retries: 1e4 }, /retries of scenario story 10000 is out of range/],
  [{ backoff: -1 }, /backoff of scenario story -1 is out of range/],
  [{ retryBudget: 1.5 }, /retryBudget of scenario story 1.5 is out of range/],
  [{ abandoned: 'kept' as never }, /abandoned of scenario story/],
])('a scenario with %j is refused', (settings, message) => {
  expect(() => planSimulation({ scenario: scenarioWith([], settings) })).toThrow(message);
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

test.each([
  [{ retries: 2 }, /retries 2 without timeout does nothing/],
  [{ retryBudget: 0.2 }, /retryBudget 0.2 without retries does nothing/],
  [{ retryBudget: 0.2, timeout: 5, retries: 0 }, /retryBudget 0.2 without retries does nothing/],
  [{ backoff: 2, timeout: 5 }, /backoff 2 without retries does nothing/],
  [{ retryBudget: 1.1, timeout: 5, retries: 2 }, /retryBudget 1.1 is out of range: use a share from 0 to 1/],
])('%j is refused', (options, message) => {
  expect(() => planSimulation(options)).toThrow(message);
});

test('clients that never give up may be asked for where a scenario has a timeout', async () => {
  const scenario = await loadScenario('burst');

  expect(planSimulation({ scenario, timeout: Infinity }).settings.requestTimeout).toBe(Infinity);
});
