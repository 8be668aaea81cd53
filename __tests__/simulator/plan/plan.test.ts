import { describe, expect, test } from '@jest/globals';
import { SIMULATION_DEFAULTS, type SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { scenarioWith } from '../test-scenarios.js';
import { runOf } from '../test-scenarios.js';

test('without options the defaults hold', () => {
  const { settings, seeds } = planSimulation({});

  expect(seeds).toEqual([1]);
  expect(settings).toEqual({
    algorithm: 'auto',
    choices: 2,
    sample: 'distinct',
    vnodes: 100,
    loadLag: 0,
    decay: 100,
    balancers: 1,
    shareLag: Infinity,
    maxPerBackend: Infinity,
    maxConnections: Infinity,
    queueMax: Infinity,
    queueTimeout: Infinity,
    backups: 0,
    rateLimit: 0,
    observe: 'connect',
    requestTimeout: Infinity,
    retries: 0,
    retryBudget: Infinity,
    backoff: 1,
    servesAbandoned: true,
    speeds: Array.from({ length: 10 }, () => 1),
    weights: Array.from({ length: 10 }, () => 1),
    slots: 1,
    queueLimit: Infinity,
    discipline: 'fifo',
    workload: { kind: 'open', process: 'poisson', load: 0.8 },
    service: { kind: 'exponential' },
    serviceMean: 1,
    keys: 0,
    sticky: false,
    requests: 1_000_000,
    arrivalsEnd: Infinity,
    warmup: 100_000,
    longestWarmup: 500_000,
    isWarmupCommon: false,
    bins: 0,
  });
});

test('what is there but undefined is as if it were not there', () => {
  const names = Object.keys(SIMULATION_DEFAULTS);
  const nothing = Object.fromEntries(
    [...names, 'weights', 'clients', 'scenario'].map((name) => [name, undefined]),
  );

  expect(planSimulation(nothing)).toEqual(planSimulation({}));
});

test('replications have the seeds that follow', () => {
  expect(planSimulation({ seed: 7, replications: 3 }).seeds).toEqual([7, 8, 9]);
});

test('the warm-up is a share of the requests, rounded down', () => {
  expect(planSimulation({ requests: 99, warmup: 0.1 }).settings.warmup).toBe(9);
  expect(planSimulation({ requests: 1, warmup: 0.999 }).settings.warmup).toBe(0);
});

test('a warm-up that is not given may be found up to half of the run, and serves some requests at each backend', () => {
  const warmupOf = (options: SimulationOptions): readonly number[] => {
    const { warmup, longestWarmup } = planSimulation(options).settings;
    return [warmup, longestWarmup];
  };

  expect(warmupOf({ requests: 10_000 })).toEqual([1000, 5000]);
  expect(warmupOf({ requests: 10_000, warmup: 0.2 })).toEqual([2000, 2000]);
  expect(warmupOf({ backends: 100, requests: 10_000 })).toEqual([2000, 5000]);
  expect(warmupOf({ backends: 1000, requests: 10_000 })).toEqual([5000, 5000]);
});

test('several replications leave out a quarter each, unless a share is given or they need more', () => {
  const warmupOf = (options: SimulationOptions): unknown[] => {
    const { warmup, isWarmupCommon } = planSimulation({ replications: 2, ...options }).settings;
    return [warmup, isWarmupCommon];
  };
  expect(warmupOf({ requests: 10_000 })).toEqual([2500, true]);
  expect(warmupOf({ requests: 10_000, warmup: 0.1 })).toEqual([1000, true]);
  expect(warmupOf({ requests: 10_000, backends: 200 })).toEqual([4000, true]);
  expect(warmupOf({ scenario: scenarioWith([]) })).toEqual([0, true]);
  expect(warmupOf({ requests: 10_000, replications: 1 })).toEqual([1000, false]);
});

test('arrivals end with the duration of a scenario, unless their number is given', () => {
  const scenario = scenarioWith([]);

  expect(planSimulation({ scenario }).settings.arrivalsEnd).toBe(1000);
  expect(planSimulation({ scenario, serviceMean: 2 }).settings.arrivalsEnd).toBe(2000);
  expect(planSimulation({ scenario, requests: 5 }).settings.arrivalsEnd).toBe(Infinity);
});

test('the decay of learned latencies is in service means', () => {
  expect(planSimulation({ ewmaDecay: 10, serviceMean: 3 }).settings.decay).toBe(30);
});

test('clients make a closed loop, in which no load is too great', () => {
  const { settings } = planSimulation({ clients: 5, think: 2, load: 3 });

  expect(settings.workload).toEqual({ kind: 'closed', clients: 5, think: 2 });
});

test('an overload that is meant is allowed', () => {
  expect(planSimulation({ load: 1.5, allowOverload: true }).settings.workload).toMatchObject({ load: 1.5 });
});

test('settings can be sent to another thread', () => {
  const { settings } = planSimulation({
    scenario: scenarioWith([]),
    service: 'pareto:1.5',
    backends: [1, 2],
  });

  expect(structuredClone(settings)).toEqual(settings);
});

describe('weights', () => {
  const weightsOf = (backends: SimulationOptions['backends']): readonly number[] =>
    planSimulation({ ...(backends && { backends }) }).settings.weights;

  test.each([
    [
      [1, 1, 2, 4],
      [1, 1, 2, 4],
    ],
    [
      [0.5, 1],
      [1, 2],
    ],
    [
      [0.3, 0.7],
      [3, 7],
    ],
    [
      [0.01, 0.02, 2.56],
      [1, 2, 256],
    ],
    [
      [1000, 1],
      [256, 1],
    ],
    [
      [512, 256],
      [256, 128],
    ],
    [
      [1e-10, 1],
      [1, 256],
    ],
    [
      [1e-12, 1e-12],
      [256, 256],
    ],
  ])('of speeds %j are %j', (speeds, weights) => {
    expect(weightsOf(speeds)).toEqual(weights);
  });

  test('of speeds in no simple proportion are as near as weights up to 256 can be', () => {
    expect(weightsOf([Math.PI, Math.E, 1])).toEqual([
      256,
      Math.round((256 * Math.E) / Math.PI),
      Math.round(256 / Math.PI),
    ]);
  });

  test('of as many backends as there may be are worked out', () => {
    const { weights } = planSimulation({ backends: 1_000_000 }).settings;

    expect([weights.length, weights[999_999]]).toEqual([1_000_000, 1]);
  });

  test('that were given are taken', () => {
    expect(planSimulation({ backends: [1, 2], weights: [256, 1] }).settings.weights).toEqual([256, 1]);
  });
});

describe('with a scenario', () => {
  const planned = (events: Parameters<typeof scenarioWith>[0], options: SimulationOptions = {}) =>
    planSimulation({ backends: 4, load: 0.5, ...options, scenario: scenarioWith(events, { duration: 100 }) })
      .settings;

  test('there are as many requests as come while it goes on, all of which count, and its course is told', () => {
    expect(planned([])).toMatchObject({ requests: 200, warmup: 0, bins: 120 });
  });

  test('more requests come when it says so, for as long as it says so', () => {
    expect(
      planned([
        { at: 20, arrivals: 3 },
        { at: 70, arrivals: 0.5 },
      ]).requests,
    ).toBe(2 * (20 + 3 * 50 + 15));
    expect(planned([{ at: 100, arrivals: 3 }]).requests).toBe(200);
  });

  test('there is at least one request', () => {
    expect(planned([], { load: 1e-6 }).requests).toBe(1);
  });

  test('what was asked for goes before', () => {
    expect(planned([], { requests: 50, warmup: 0.1, bins: 3 })).toMatchObject({
      requests: 50,
      warmup: 5,
      bins: 3,
    });
    expect(planned([], { clients: 2, requests: 9 }).requests).toBe(9);
  });
});

test.each(['ring', 'bounded-load'] as const)(
  'more virtual nodes spread clients more evenly with %s',
  (algorithm) => {
    const imbalance = (vnodes: number): number => {
      const options = { algorithm, vnodes, backends: 10, keys: 20_000, load: 0.2, requests: 20_000 };
      const picked = runOf({ ...options, allowOverload: true }).perBackend.map((each) => each.picked);
      return Math.max(...picked) / (picked.reduce((sum, count) => sum + count, 0) / picked.length);
    };

    expect(imbalance(1)).toBeGreaterThan(algorithm === 'ring' ? 2 : 1.3);
    expect(imbalance(1000)).toBeLessThan(1.15);
  },
);

test.each([0, 1.5, 100_001])('%p virtual nodes are refused', (vnodes) => {
  expect(() => planSimulation({ algorithm: 'ring', vnodes })).toThrow(/vnodes .* is out of range/);
});
