import { describe, expect, it } from '@jest/globals';
import type { SimulationOptions } from '../../../lib/simulator/plan/options.js';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { classExpectation } from '../../../lib/simulator/theory/class-expectation.js';
import { expectation } from '../../../lib/simulator/theory/expectation.js';

/** Mean 2, so of a mean service time of 1 these have 0.5 and 2.5. */
const CLASSES = [
  { name: 'short', share: 3, mean: 1 },
  { name: 'long', share: 1, mean: 5 },
];

/** The name of the system, and the mean sojourn of all requests, of the short and of the long ones. */
function known(options: SimulationOptions): [system: string, ...means: number[]] | undefined {
  const { settings } = planSimulation({ backends: 1, load: 0.5, classes: CLASSES, ...options });
  const overall = expectation(settings);
  const means = classExpectation(settings, overall);
  if (overall === undefined || means === undefined) {
    expect(means).toBeUndefined();
    return undefined;
  }
  return [overall.system, ...[overall.meanSojourn, ...means].map((mean) => Number(mean.toPrecision(8)))];
}

describe('what theory says of classes of requests', () => {
  it.each<[string, SimulationOptions, [string, ...number[]]]>([
    // The wait is ρ (1 + CV²) / (2 (1 − ρ)) = (1 + CV²) / 2, with CV² of 2.5, 0.75 and 7.75.
    ['in turn', {}, ['M/H2/1', 2.75, 2.25, 4.25]],
    ['in turn, deterministic', { service: 'deterministic' }, ['M/G/1', 1.875, 1.375, 3.375]],
    ['in turn, lognormal', { service: 'lognormal:4' }, ['M/G/1', 5.375, 4.875, 6.875]],
    ['in turn, twice as fast', { backends: [2] }, ['M/H2/1', 1.375, 1.125, 2.125]],
    ['in turn, in milliseconds', { serviceMean: '20ms' }, ['M/H2/1', 55, 45, 85]],
    ['at one that lets only one through', { maxPerBackend: 1 }, ['M/H2/1', 2.75, 2.25, 4.25]],
    // A third goes to the slow one: waits of 1.75 and 0.875, services of 1 and 0.5.
    [
      'at random, to backends of speeds 1 and 2',
      { algorithm: 'random', backends: [1, 2] },
      ['2 × M/H2/1', 1.8333333, 1.5, 2.8333333],
    ],
    ['sharing', { discipline: 'ps' }, ['M/H2/1-PS', 2, 1, 5]],
    ['sharing, deterministic', { discipline: 'ps', service: 'deterministic' }, ['M/G/1-PS', 2, 1, 5]],
    // Erlang C of 2 servers at 1 erlang is 1/3: 1 + 1/3.
    ['sharing 2 slots', { discipline: 'ps', slots: 2 }, ['M/H2/2-PS', 1.3333333, 0.66666667, 3.3333333]],
    // Two clients that do not think: each has half of the backend for ever.
    ['sharing, a closed loop', { discipline: 'ps', clients: 2 }, ['M/H2/1//2-PS', 2, 1, 5]],
  ])('is known %s', (_, options, expected) => {
    expect(known(options)).toEqual(expected);
  });

  it.each<[string, SimulationOptions]>([
    ['several slots in turn', { slots: 2 }],
    ['turns', { algorithm: 'round-robin', backends: 10 }],
    ['deterministic arrivals', { arrivals: 'deterministic' }],
    ['a short queue', { queueLimit: 3 }],
    ['a closed loop in turn', { clients: 5 }],
    ['two choices of many', { algorithm: 'power-of-two', backends: 100 }],
    ['a tail without variance', { service: 'pareto:2' }],
    ['one queue for many', { backends: 10, maxPerBackend: 1 }],
    ['long connections, in turn', { backends: 1, requestsPerConnection: 10 }],
    ['a timeout', { timeout: 10 }],
  ])('is nothing of %s', (_, options) => {
    expect(known(options)).toBeUndefined();
  });

  it('is what it is without them where all have the same mean', () => {
    const classes = CLASSES.map((each) => ({ ...each, mean: 3 }));
    expect(known({ classes, slots: 4 })?.[0]).toBe('M/M/4');
    const [, overall, ...means] = known({ classes, algorithm: 'power-of-two', backends: 100 }) ?? [''];
    expect(means).toEqual([overall, overall]);
  });

  it('is nothing without classes', () => {
    const { settings } = planSimulation({ backends: 1 });
    expect(classExpectation(settings, expectation(settings))).toBeUndefined();
  });
});
