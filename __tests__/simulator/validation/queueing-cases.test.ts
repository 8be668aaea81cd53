import { describe, expect, it } from '@jest/globals';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { classExpectation } from '../../../lib/simulator/theory/class-expectation.js';
import { expectation } from '../../../lib/simulator/theory/expectation.js';
import { QUEUEING_CASES, REPLICATIONS } from '../../../lib/simulator/validation/queueing-cases.js';
import { arrivalRate } from '../../../lib/simulator/workload/request-source.js';

/** What the simulator was asked to meet, and how well. */
const ASKED: [name: string, figure: 'mean' | 'p99', expected: number, tolerance: number][] = [
  ['one-backend', 'mean', 5, 0.02],
  ['one-backend', 'p99', 23.03, 0.04],
  ['random', 'mean', 10, 0.03],
  ['round-robin-10', 'mean', 5.6603, 0.025],
  ['round-robin-10', 'p99', 26.07, 0.04],
  ['round-robin-2', 'mean', 3.844, 0.02],
  ['slots', 'mean', 1.6687, 0.02],
  ['deterministic', 'mean', 5.5, 0.025],
  ['sharing-one', 'mean', 5, 0.03],
  ['power-of-two-independent', 'mean', 2.659, 0.007],
  ['power-of-two-distinct', 'mean', 2.645, 0.007],
  ['power-of-two-limit', 'mean', 3.383, 0.015],
];

function caseNamed(name: string) {
  const found = QUEUEING_CASES.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no case ${name}`);
  const { settings } = planSimulation({ ...found.options, replications: REPLICATIONS });
  return { ...found, settings };
}

describe('the cases of validation', () => {
  it.each(ASKED)('have for %s, %s, %d to %d', (name, figure, value, tolerance) => {
    const { tolerances, expected = {}, settings } = caseNamed(name);
    const theory = expectation(settings);
    const values = { mean: theory?.meanSojourn, p99: theory?.p99, ...expected };

    expect(Math.abs((values[figure] ?? NaN) / value - 1)).toBeLessThan(2e-4);
    expect(tolerances[figure]).toBe(tolerance);
  });

  it('have something to expect of each figure that is looked at', () => {
    for (const { name, tolerances, expected } of QUEUEING_CASES) {
      const theory = expectation(caseNamed(name).settings);
      const values = { mean: theory?.meanSojourn, p99: theory?.p99, ...expected };
      for (const figure of Object.keys(tolerances) as (keyof typeof tolerances)[])
        expect([name, figure, values[figure]]).toEqual([name, figure, expect.any(Number)]);
    }
  });

  it('have the means of each class, far enough from each other and from that of all to be told apart', () => {
    const means = (name: string): readonly number[] => {
      const { settings } = caseNamed(name);
      return classExpectation(settings, expectation(settings)) ?? [];
    };
    // The wait is 49/12, and the services are 1/2 and 5/2.
    expect(means('classes-in-turn').map((mean) => mean * 12)).toEqual([
      expect.closeTo(55, 8),
      expect.closeTo(79, 8),
    ]);
    expect(means('classes-sharing').map((mean) => mean * 3)).toEqual([
      expect.closeTo(5, 8),
      expect.closeTo(25, 8),
    ]);
    const looking = QUEUEING_CASES.filter(({ classTolerance }) => classTolerance !== undefined);
    expect(looking.map(({ name }) => name)).toEqual(['classes-in-turn', 'classes-sharing']);
  });

  it('begin to count when they have forgotten that they began empty', () => {
    for (const { name } of QUEUEING_CASES) {
      const { settings } = caseNamed(name);
      if (settings.workload.kind === 'closed' || settings.queueLimit < Infinity) continue;
      const rate = arrivalRate(settings, settings.workload.load);

      expect([name, settings.warmup / rate]).toEqual([name, expect.any(Number)]);
      expect(settings.warmup / rate).toBeGreaterThan(200);
    }
  });
});
