import { describe, expect, test } from '@jest/globals';
import { LbsimError } from '../../../lib/errors.js';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { Scenario } from '../../../lib/simulator/scenarios/scenario.js';
import { ALGORITHMS, type Algorithm } from '../../../lib/schedulers/index.js';
import { scenarioWith } from '../test-scenarios.js';

/** What it is refused with: code and message. */
function refusalOf(options: SimulationOptions): string {
  try {
    planSimulation(options);
  } catch (error) {
    if (!(error instanceof LbsimError)) throw error;
    expect(error.kind).toBe('usage');
    return `${error.code}: ${error.message}`;
  }
  return 'not refused';
}

const INVALID = 'ERR_OPTION_INVALID:';

test('a load of 1 or more is refused unless it is meant', () => {
  const message = (load: number): string =>
    `${INVALID} load ${load} is as much as the backends can do, or more, so that queues grow without end: use less than 1, or allowOverload`;

  expect(refusalOf({ load: 1 })).toBe(message(1));
  expect(refusalOf({ load: 1.25 })).toBe(message(1.25));
  expect(refusalOf({ load: 0.999 })).toBe('not refused');
});

test.each([[0], [[]]])('backends %j are refused', (backends) => {
  expect(refusalOf({ backends })).toBe(
    `${INVALID} backends 0 leaves no backend to serve requests: use 1 or more`,
  );
});

test('an algorithm that is not in the table is refused', () => {
  expect(refusalOf({ algorithm: 'best' as Algorithm })).toBe(
    `ERR_UNKNOWN_ALGORITHM: unknown algorithm 'best': use one of ${ALGORITHMS.join(', ')}`,
  );
});

test('a service distribution that nobody knows is refused', () => {
  expect(refusalOf({ service: 'gamma:2' })).toBe(
    `${INVALID} 'gamma:2' is not a service distribution: use one of exponential, deterministic, erlang:K, lognormal:CV2, pareto:ALPHA, empirical:FILE`,
  );
});

test.each([
  [{ discipline: 'lifo' }, "discipline 'lifo' is unknown: use one of fifo, ps"],
  [
    { arrivals: 'often' },
    "arrivals 'often' is unknown: use one of poisson, deterministic, bursty, trace:FILE",
  ],
  [{ sample: 'all' }, "sample 'all' is unknown: use one of distinct, independent"],
])('%j is refused', (options, message) => {
  expect(refusalOf(options as SimulationOptions)).toBe(`${INVALID} ${message}`);
});

/** For each option: what to use, and what is refused beside NaN. */
const NUMBERS = {
  backends: ['1 to 1000000', -1, 2.5, Infinity, 1_000_001],
  slots: ['an integer from 1 up', 0, -1, 1.5, Infinity],
  queueLimit: ['an integer from 0 up', -1, 0.5, -Infinity],
  maxPerBackend: ['an integer from 1 up', 0, 1.5, -Infinity],
  load: ['a number from 0.000001 to 1000000', 0, -0.5, 1e-7, 1e7, Infinity],
  clients: ['1 to 1000000', 0, -3, 1.5, Infinity, 1_000_001],
  think: ['0 to 1000000000', -1, 1e10, Infinity],
  serviceMean: ['a number from 1e-9 to 1000000000', 0, -1, 1e-10, 1e10, Infinity],
  requests: ['an integer from 1 up', 0, -5, 10.5, Infinity],
  warmup: ['a share from 0 to less than 1, such as 0.1', -0.1, 1, Infinity],
  seed: [`0 to ${2 ** 31 - 2}`, -1, 1.5, Infinity, 2 ** 31 - 1],
  replications: ['1 to 10000', 0, 1.5, 10_001, Infinity],
  choices: ['an integer from 1 to 256', 0, 2.5, 257, Infinity],
  ewmaDecay: ['a number from 1e-9 to 1000000000', 0, -1, 1e-10, 1e10, Infinity],
  balancers: ['1 to 10000', 0, 0.5, 10_001, Number.MAX_SAFE_INTEGER, Infinity],
  keys: ['0 to 1000000', -1, 1.5, Infinity, 1_000_001],
  bins: ['0 to 1000000', -1, 2.5, Infinity, 1_000_001],
} as const;

describe.each(Object.entries(NUMBERS))('%s', (name, [wanted, ...values]) => {
  test.each([NaN, ...values])('%d is refused', (value) => {
    const refusal = refusalOf({ [name]: value });
    // Which seeds there are depends on the number of replications.
    const seeds = name === 'replications' && Number.isNaN(value) ? expect.any(String) : undefined;
    expect(refusal).toEqual(seeds ?? `${INVALID} ${name} ${value} is out of range: use ${wanted}`);
  });
});

test('infinity is what unlimited queues and connections are', () => {
  expect(refusalOf({ queueLimit: Infinity, maxPerBackend: Infinity })).toBe('not refused');
});

test('balancers are fewer the more backends each of them has', () => {
  expect(refusalOf({ backends: 1000, balancers: 1001 })).toBe(
    `${INVALID} balancers 1001 is out of range: use 1 to 1000`,
  );
});

test.each([0, -1, 1e-13, 1e13, NaN, Infinity])('a speed of %d is refused', (speed) => {
  expect(refusalOf({ backends: [1, speed] })).toBe(
    `${INVALID} speed ${speed} is out of range: use a number from 1e-12 to 1000000000000`,
  );
});

test.each([0, -1, 1.5, 257, NaN, Infinity])('a weight of %d is refused', (weight) => {
  expect(refusalOf({ backends: 2, weights: [1, weight] })).toBe(
    `${INVALID} weight ${weight} is out of range: use 1 to 256`,
  );
});

test('there is one weight for each backend', () => {
  expect(refusalOf({ backends: [1, 2, 1], weights: [1, 2] })).toBe(
    `${INVALID} 2 weights for 3 backends: give one for each, such as 1,1,1`,
  );
  expect(refusalOf({ backends: 9, weights: [1] })).toBe(
    `${INVALID} 1 weights for 9 backends: give one for each, such as 1,1,1,1,…`,
  );
});

test('the last seed of all replications is in range too', () => {
  expect(refusalOf({ seed: 2 ** 31 - 11, replications: 10 })).toBe('not refused');
  expect(refusalOf({ seed: 2 ** 31 - 10, replications: 10 })).toBe(
    `${INVALID} seed ${2 ** 31 - 10} is out of range: use 0 to ${2 ** 31 - 11}`,
  );
});

test('clients that stick need keys', () => {
  expect(refusalOf({ sticky: true })).toBe(
    `${INVALID} sticky without keys does nothing: give both, or leave it out`,
  );
  expect(refusalOf({ sticky: true, keys: 1 })).toBe('not refused');
});

describe('a scenario', () => {
  test.each(['B3', 'B0', 'B01', 'b1', 'B', '1', '', 'B1.5', 'B1e0'])(
    'that names backend %s of two is refused',
    (backend) => {
      const scenario = scenarioWith([{ at: 1, backend, fault: { kind: 'crash' } }], { name: 'mine' });
      expect(refusalOf({ backends: 2, scenario })).toBe(
        `${INVALID} scenario mine names backend '${backend}', which is not there: use B1 to B2, or more backends`,
      );
    },
  );

  test('that names the last backend is taken', () => {
    const scenario = scenarioWith([{ at: 1, backend: 'B2', fault: { kind: 'crash' } }]);
    expect(refusalOf({ backends: 2, scenario })).toBe('not refused');
  });

  test('that changes arrivals does not go with a closed loop', () => {
    const scenario = scenarioWith([{ at: 1, arrivals: 2 }], { name: 'mine' });
    expect(refusalOf({ clients: 2, requests: 10, scenario })).toBe(
      `${INVALID} scenario mine changes how many requests come, which in a closed loop the clients decide: have an open loop`,
    );
  });

  test('with which a run would have no end is refused', () => {
    const mine = (part: Partial<Scenario>): string =>
      refusalOf({ backends: 2, scenario: scenarioWith([], { name: 'mine', ...part }) });

    expect(mine({ interval: 0 })).toBe(
      `${INVALID} scenario mine: interval 0 makes no sense: use a number from 0.001 up`,
    );
    expect(mine({ duration: NaN })).toBe(
      `${INVALID} scenario mine: duration NaN makes no sense: use a number above 0`,
    );
  });

  test('with a closed loop says nothing of how many requests there are', () => {
    expect(refusalOf({ clients: 2, scenario: scenarioWith([], { name: 'mine' }) })).toBe(
      `${INVALID} scenario mine with a closed loop has no end of its own: give requests`,
    );
  });
});

describe('what balancers share', () => {
  const several = { balancers: 2, requests: 1000 };
  const storeAway = scenarioWith([{ at: 5, store: 'away' }]);

  test.each<[SimulationOptions, string]>([
    [{ ...several, shareLag: -1 }, 'shareLag -1 is out of range: use a time from 0 to 1000000000'],
    [{ ...several, shareLag: NaN }, 'shareLag NaN is out of range: use a time from 0 to 1000000000'],
    [{ ...several, shareLag: 2e9 }, 'shareLag 2000000000 is out of range: use a time from 0 to 1000000000'],
    [
      { ...several, shareLag: '250ms' },
      'shareLag 250ms is a duration, but serviceMean 1 has no unit: use a serviceMean such as 20ms, or a plain number',
    ],
    [
      { shareLag: 1 },
      'shareLag 1 without several balancers does nothing: use balancers 2 or more, or leave it out',
    ],
    [
      { ...several, shareLag: 1e-7 },
      'shareLag 1e-7 makes about 2.5e+9 exchanges between balancers: use 0 or a longer one, 10000000 are the most',
    ],
    [
      { balancers: 2, scenario: storeAway },
      'scenario story takes away the store by which balancers share, and with shareLag none there is none: use one above 0',
    ],
    [
      { balancers: 2, scenario: storeAway, shareLag: 0 },
      'scenario story takes away the store by which balancers share, and with shareLag 0 there is none: use one above 0',
    ],
    [
      { balancers: 2, shareLag: 1, scenario: scenarioWith([{ at: 5, store: 'gone' as 'away' }]) },
      'scenario story: store gone makes no sense: use away or back',
    ],
  ])('%j is refused', (options, message) => {
    expect(refusalOf(options)).toBe(`${INVALID} ${message}`);
  });

  test('a lag is taken in any unit, also from a scenario, which options win over', () => {
    expect(planSimulation({ ...several, shareLag: '250ms', serviceMean: '100ms' }).settings.shareLag).toBe(
      250,
    );
    const scenario = { ...storeAway, balancers: 3, shareLag: 2 };
    expect(planSimulation({ scenario }).settings).toMatchObject({ balancers: 3, shareLag: 2 });
    expect(planSimulation({ scenario, balancers: 5, shareLag: 4 }).settings).toMatchObject({
      balancers: 5,
      shareLag: 4,
    });
    expect(refusalOf({ scenario, balancers: 1 })).toContain('does nothing');
  });
});
