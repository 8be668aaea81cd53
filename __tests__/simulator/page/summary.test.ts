import { beforeAll, describe, expect, it } from '@jest/globals';
import { atGreatestLoad, loadsOf, policiesOf } from '../../../lib/simulator/page/policy.js';
import { summary } from '../../../lib/simulator/page/summary.js';
import type { SimulationOutcome } from '../../../lib/simulator/report/report.js';
import { material } from './outcomes.js';

let outcomes: readonly SimulationOutcome[];
beforeAll(async () => {
  ({ outcomes } = await material({ loads: [0.8, 0.5], requests: 70_000 }, ['random', 'least-connections']));
});

const summed = (list: readonly SimulationOutcome[]): string =>
  summary(list, atGreatestLoad(policiesOf(list)))?.text.replace(/<[^>]*>/g, '') ?? '';

describe('the summary', () => {
  it('names the policy with the lowest mean under the greatest load, and the next one', () => {
    expect(summed(outcomes)).toMatch(
      /^Lowest mean latency at load 0\.8: least-connections, 1\.\d+ \(95 %: .*\), p99 .*; random takes \d\.\d+ times as long\.$/,
    );
  });

  it('says when the difference from the next one is not significant', () => {
    const [one] = outcomes;
    if (one === undefined) throw new Error('no outcome');
    const other = {
      ...one,
      report: { ...one.report, algorithm: 'twin', meanSojourn: one.report.meanSojourn + 1 },
    };
    expect(summed([one, other])).toContain('though the difference from twin is not significant');
  });

  it('tells what failed beside what was answered soon', () => {
    const failing = outcomes.map((outcome) => ({
      ...outcome,
      report: { ...outcome.report, failed: outcome.report.algorithm === 'random' ? 0 : 1234 },
    }));
    expect(summed(failing)).toContain('Failed: random 0 of 70,000, least-connections 1,234 of 70,000.');
    expect(summed(outcomes)).not.toContain('Failed');
    const renamed = ['a', 'b'].flatMap((suffix) =>
      failing.map((outcome) => ({
        ...outcome,
        report: { ...outcome.report, algorithm: `${outcome.report.algorithm}-${suffix}` },
      })),
    );
    expect(summed(renamed)).toContain(
      'Failed: from random-a 0 of 70,000 to least-connections-b 1,234 of 70,000.',
    );
  });
});

describe('policies', () => {
  it('are in the order of their coming, their outcomes in that of loads', () => {
    const policies = policiesOf(outcomes);
    expect(policies.map(({ name }) => name)).toEqual(['random', 'least-connections']);
    expect(policies[0]?.outcomes.map(({ report }) => report.load)).toEqual([0.5, 0.8]);
    expect(loadsOf(outcomes)).toEqual([0.5, 0.8]);
    expect(atGreatestLoad(policies).map(({ outcome }) => outcome.report.load)).toEqual([0.8, 0.8]);
  });
});
