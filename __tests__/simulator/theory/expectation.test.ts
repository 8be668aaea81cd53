import { describe, expect, it } from '@jest/globals';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import type { Expectation } from '../../../lib/simulator/report/report.js';
import type { Scenario } from '../../../lib/simulator/scenarios/scenario.js';
import { expectation } from '../../../lib/simulator/theory/expectation.js';

const QUIET: Scenario = {
  name: 'quiet',
  about: 'nothing happens',
  duration: 100,
  events: [],
  interval: 5,
  timeout: 1,
  rise: 1,
  fall: 1,
  connectTimeout: 2,
  waitTimeout: 30,
  requestTimeout: 100,
  slowStart: 0,
};

function expected(options: SimulationOptions): Expectation | undefined {
  return expectation(planSimulation(options).settings);
}

const ROUND_ROBIN = { algorithm: 'round-robin', backends: 10, load: 0.9 } as const;
const RANDOM = { algorithm: 'random', backends: 10, load: 0.9 } as const;
const CENTRAL = { backends: 10, load: 0.9, maxPerBackend: 1 } as const;
const POWER = { algorithm: 'power-of-two', backends: 100, load: 0.9 } as const;
const CLOSED = { backends: 1, clients: 10, think: 8 } as const;

describe('what theory expects', () => {
  it.each<[string, SimulationOptions, number, number | undefined]>([
    ['M/M/1', { backends: 1 }, 5, 23.0259],
    ['M/M/1', { backends: 1, algorithm: 'least-connections', weights: [7], balancers: 3 }, 5, 23.0259],
    ['M/M/1', { backends: [2] }, 2.5, 11.5129],
    ['M/M/1', { backends: [4], serviceMean: 8 }, 10, 46.0517],
    ['M/M/1', { backends: 1, sticky: true, keys: 5 }, 5, 23.0259],
    ['M/M/10', { backends: 1, slots: 10, load: 0.9 }, 1.6687, 6.2499],
    ['M/D/1', { backends: 1, service: 'deterministic', load: 0.9 }, 5.5, undefined],
    ['M/E4/1', { backends: 1, service: 'erlang:4' }, 3.5, undefined],
    ['M/G/1', { backends: 1, service: 'lognormal:2', load: 0.7 }, 4.5, undefined],
    ['M/G/1', { backends: 1, service: 'pareto:3', load: 0.5 }, 1.6667, undefined],
    ['M/M/1-PS', { backends: 1, discipline: 'ps' }, 5, undefined],
    ['M/G/1-PS', { backends: 1, discipline: 'ps', service: 'lognormal:4' }, 5, undefined],
    ['M/G/1-PS', { backends: 1, discipline: 'ps', service: 'pareto:1.5' }, 5, undefined],
    [
      'M/D/10-PS',
      { backends: 1, discipline: 'ps', slots: 10, service: 'deterministic', load: 0.9 },
      1.6687,
      undefined,
    ],
    ['D/M/1', { backends: 1, arrivals: 'deterministic' }, 2.6927, 12.4005],
    ['D/M/1-PS', { backends: 1, arrivals: 'deterministic', discipline: 'ps' }, 2.6927, undefined],
    ['10 × M/M/1', RANDOM, 10, 46.0517],
    ['10 × M/M/1', { ...RANDOM, balancers: 4 }, 10, 46.0517],
    ['10 × M/M/1', { ...RANDOM, algorithm: 'power-of-two', choices: 1 }, 10, 46.0517],
    ['10 × M/D/1', { ...RANDOM, service: 'deterministic' }, 5.5, undefined],
    ['M/M/1', { backends: 1, requestsPerConnection: 10, think: 3 }, 5, 23.0259],
    ['10 × M/M/1', { ...RANDOM, requestsPerConnection: 'geometric:9' }, 10, 46.0517],
    [
      'M/G/1-PS',
      { backends: 1, discipline: 'ps', service: 'lognormal:4', requestsPerConnection: 5 },
      5,
      undefined,
    ],
    ['M/M/1//10', { ...CLOSED, requestsPerConnection: 1e9 }, 3.3851, undefined],
    ['10 × M/M/3', { ...RANDOM, slots: 3 }, 3.7235, 15.866],
    ['10 × Geo/M/1', { ...RANDOM, arrivals: 'deterministic' }, 9.501, 43.7538],
    ['3 × M/M/1', { algorithm: 'random', backends: [1, 2, 4] }, 2.1429, 13.8868],
    [
      '2 × M/M/1',
      { algorithm: 'random', backends: 2, weights: [3, 1], load: 0.6 },
      0.75 / 0.1 + 0.25 / 0.7,
      10 * Math.log(75),
    ],
    ['10 × E10/M/1', ROUND_ROBIN, 5.6603, 26.0665],
    ['2 × E2/M/1', { algorithm: 'round-robin', backends: 2 }, 3.844, 17.7023],
    ['10 × E10/M/1-PS', { ...ROUND_ROBIN, discipline: 'ps' }, 5.6603, undefined],
    ['10 × D/M/1', { ...ROUND_ROBIN, arrivals: 'deterministic' }, 5.1787, 23.8486],
    ['M/M/10', CENTRAL, 1.6687, 6.2499],
    ['M/M/10', { ...CENTRAL, discipline: 'ps', queueLimit: 0 }, 1.6687, 6.2499],
    ['M/M/10', { ...CENTRAL, backends: 5, slots: 2, maxPerBackend: 2 }, 1.6687, 6.2499],
    ['M/M/10', { ...CENTRAL, backends: 5, slots: 3, maxPerBackend: 2, load: 0.6 }, 1.6687, 6.2499],
    ['M/M/1', { backends: 1, maxPerBackend: 5 }, 5, 23.0259],
    ['M/M/1/1', { backends: 1, queueLimit: 0 }, 1, undefined],
    ['M/M/2/10', { backends: 1, slots: 2, queueLimit: 8, load: 1.2, allowOverload: true }, 3.5311, undefined],
    ['10 × M/M/1/3', { ...RANDOM, queueLimit: 2 }, 1.9299, undefined],
    ['power of 2 among 100, mean field to 1/N', POWER, 2.6449, undefined],
    ['power of 2 among 100, mean field to 1/N', { ...POWER, sample: 'independent' }, 2.6584, undefined],
    [
      'power of 2 among 100, mean field to 1/N',
      { ...POWER, serviceMean: 2, discipline: 'ps' },
      5.2898,
      undefined,
    ],
    ['M/M/1//10', CLOSED, 3.3851, undefined],
    ['M/G/1//10-PS', { ...CLOSED, service: 'lognormal:4', discipline: 'ps' }, 3.3851, undefined],
    ['M/M/1//10', { ...CLOSED, queueLimit: 9 }, 3.3851, undefined],
    ['M/M/4//20', { backends: 4, maxPerBackend: 1, clients: 20, think: 3 }, 2.1311, undefined],
    ['M/M/1//4', { backends: 1, clients: 4 }, 4, undefined],
    [
      'closed network of 5 × M/M/1//30',
      { algorithm: 'random', backends: 5, clients: 30, think: 5 },
      3.21,
      undefined,
    ],
  ])('is %s for %j', (system, options, meanSojourn, p99) => {
    const found = expected(options);

    expect(found?.system).toBe(system);
    expect(found?.meanSojourn).toBeCloseTo(meanSojourn, 3);
    if (p99 === undefined) expect(found?.p99).toBeUndefined();
    else expect(found?.p99).toBeCloseTo(p99, 1);
  });

  it.each<[string, SimulationOptions]>([
    ['a scenario', { backends: 1, scenario: QUIET }],
    ['clients that stick to one of several', { ...RANDOM, sticky: true, keys: 10 }],
    ['a policy that looks at loads', { ...RANDOM, algorithm: 'least-connections' }],
    ['one that does so now and then', { ...RANDOM, algorithm: 'auto' }],
    ['bursts', { backends: 1, arrivals: 'bursty' }],
    ['bursts among many', { ...POWER, arrivals: 'bursty' }],
    ['overload', { backends: 1, load: 1.2, allowOverload: true }],
    ['one backend that gets too much', { algorithm: 'random', backends: 2, weights: [9, 1], load: 0.9 }],
    ['a variance without end', { backends: 1, service: 'pareto:1.5' }],
    [
      'several servers and services that are not exponential',
      { backends: 1, slots: 2, service: 'deterministic' },
    ],
    ['turns and services that are not exponential', { ...ROUND_ROBIN, service: 'deterministic' }],
    ['turns and several servers', { ...ROUND_ROBIN, slots: 2 }],
    ['turns by weight', { ...ROUND_ROBIN, backends: [1, 2] }],
    ['turns of balancers that do not know of each other', { ...ROUND_ROBIN, balancers: 2 }],
    ['turns and a bound', { ...ROUND_ROBIN, queueLimit: 5 }],
    ['a bound by weight', { algorithm: 'random', backends: [1, 2], weights: [1, 1], queueLimit: 5 }],
    ['a central queue before unequal speeds', { ...CENTRAL, backends: [1, 2] }],
    ['queues both at the balancer and at the backends', { ...CENTRAL, maxPerBackend: 2 }],
    ['several balancers that keep requests back', { ...CENTRAL, balancers: 2 }],
    ['choices among few', { ...POWER, backends: 10 }],
    ['choices so many that draws meet', { ...POWER, choices: 11 }],
    ['choices by weight', { ...POWER, weights: Array.from({ length: 100 }, (_, index) => 1 + (index % 2)) }],
    ['choices and several servers', { ...POWER, slots: 2 }],
    ['choices and services that are not exponential', { ...POWER, service: 'deterministic' }],
    ['choices of several balancers', { ...POWER, balancers: 2 }],
    ['long connections in turns', { ...ROUND_ROBIN, requestsPerConnection: 2 }],
    ['long connections that go by loads', { ...POWER, requestsPerConnection: 2 }],
    [
      'long connections that come evenly',
      { backends: 1, arrivals: 'deterministic', requestsPerConnection: 2 },
    ],
    [
      'long connections and services that are not exponential',
      { ...RANDOM, service: 'deterministic', requestsPerConnection: 2 },
    ],
    ['long connections kept back at the balancer', { ...CENTRAL, requestsPerConnection: 2 }],
    [
      'a closed loop of long connections to several',
      { ...CLOSED, backends: 2, algorithm: 'random', requestsPerConnection: 2 },
    ],
    ['a closed loop in turns', { ...CLOSED, backends: 2, algorithm: 'round-robin' }],
    ['a closed loop of services that are not exponential', { ...CLOSED, service: 'deterministic' }],
    ['a closed loop of which some are turned away', { ...CLOSED, queueLimit: 8 }],
    ['a closed loop by lot to several servers', { ...CLOSED, algorithm: 'random', backends: 2, slots: 2 }],
  ])('is nothing for %s', (_, options) => {
    expect(expected(options)).toBeUndefined();
  });

  it('is the same for ten thousand backends, in no time', () => {
    expect(expected({ ...ROUND_ROBIN, backends: 10_000 })?.meanSojourn).toBeCloseTo(5.1791, 3);
    expect(expected({ ...RANDOM, backends: 10_000 })?.meanSojourn).toBeCloseTo(10, 3);
  });
});

describe('theory says nothing', () => {
  it.each<[string, SimulationOptions]>([
    ['where clients give up', { backends: 1, timeout: 20 }],
    ['of choices by loads that are known late', { ...POWER, loadLag: 1 }],
  ])('%s', (_what, options) => {
    expect(expected(options)).toBeUndefined();
  });

  it('else of loads that are known late where nobody looks at them', () => {
    expect(expected({ ...RANDOM, loadLag: 1 })).toEqual(expected(RANDOM));
  });
});
