import { describe, expect, it } from '@jest/globals';
import type { ValidationReport } from '../../lib/simulator/validation/validate.js';
import { runLbsim } from '../helpers/lbsim.js';

/** Enough for cases whose confidence intervals are far narrower than their tolerance. */
const LESS = ['--effort', '0.3'];

describe('lbsim validate', () => {
  it('holds the simulator against theory, as a table that ends with how many hold', async () => {
    const { status, stdout, stderr } = await runLbsim([
      'validate',
      '--only',
      'closed-one,no-queue',
      '--no-color',
    ]);

    expect(stdout).toMatch(/M\/M\/1\/\/10: closed loop.* mean .* 3\.3851 .* 2 % │ holds/);
    expect(stdout).toMatch(/M\/M\/10\/10: 10 slots.* failed .* 0\.1680 .* 2 % │ holds/);
    expect(stdout.endsWith('\n4 of 4 hold\n')).toBe(true);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('tells the same as one JSON object', async () => {
    const { status, stdout } = await runLbsim([
      'validate',
      '--only',
      'closed-one',
      ...LESS,
      '--seed',
      '9',
      '--json',
    ]);

    const report = JSON.parse(stdout) as ValidationReport;
    expect(report).toMatchObject({ seed: 9, effort: 0.3, held: 3, ok: true, requests: 740_000 });
    expect(report.findings.map(({ name, figure }) => [name, figure])).toEqual([
      ['closed-one', 'mean'],
      ['little', 'error'],
      ['conservation', 'count'],
    ]);
    const [{ got, confidence: [low, high] = [0, 0] } = { got: 0 }] = report.findings;
    expect(Math.abs(got - 3.3851)).toBeLessThan(0.02 * 3.3851);
    expect(low).toBeLessThan(got);
    expect(got).toBeLessThan(high);
    expect(status).toBe(0);
  });

  it('fails when there were too few requests to tell', async () => {
    const { status, stdout } = await runLbsim([
      'validate',
      '--only',
      'random',
      '--effort',
      '0.001',
      '--no-color',
    ]);

    expect(stdout).toMatch(/10 × M\/M\/1: random.*│ (unsure|misses)/);
    expect(stdout).toMatch(/\n\d of 4 hold\n$/);
    expect(status).toBe(1);
  });

  it.each([
    [['--only', 'everything'], /^lbsim: --only: 'everything' is not a case: use one-backend, /],
    [['--effort', '0'], /^lbsim: --effort: '0' is not a number above 0: /],
    [['--effort', '1e9'], /^lbsim: --effort: '1e9' is out of range: /],
    [['--effort', '101'], /^lbsim: --effort: '101' is out of range: use a number above 0 and up to 100\n$/],
    [['--seed', '1.5'], /^lbsim: --seed: '1.5' is not a whole number: /],
  ])('refuses %j in one line', async (args, message) => {
    const { status, stdout, stderr } = await runLbsim(['validate', ...args]);

    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});
