import { describe, expect, it } from '@jest/globals';
import { validationTable } from '../../lib/cli/validation-table.js';
import { judge, relativeTolerance, type ValidationFinding } from '../../lib/simulator/validation/finding.js';
import type { ValidationReport } from '../../lib/simulator/validation/validate.js';

const MEAN = {
  name: 'one',
  about: 'one backend, ρ = 0.8',
  system: 'M/M/1',
  figure: 'mean',
  ...relativeTolerance(5, 0.02),
};
const ERROR = {
  ...{ name: 'little', about: 'the worst of 3 runs', system: 'L = λT', figure: 'error', expected: 0 },
  tolerance: '1e-9',
  allowed: [0, 1e-9],
} as const;

function table(...findings: readonly ValidationFinding[]): string[] {
  const held = findings.filter(({ verdict }) => verdict === 'holds').length;
  const report: ValidationReport = {
    ...{ seed: 1, effort: 1, findings, held, ok: held === findings.length, requests: 1, seconds: 1 },
  };
  return validationTable(report, true).split('\n');
}

describe('the table of validation', () => {
  it('has a line for each finding, and ends with how many hold', () => {
    const lines = table(
      judge(MEAN, { got: 4.98765, confidence: [4.9123, 5.0612] }),
      judge(ERROR, { got: 1.9e-13 }),
    );

    expect(lines.slice(3, -3).map((line) => line.replace(/ +/g, ' '))).toEqual([
      '│ M/M/1: one backend, ρ = 0.8 │ mean │ 5 │ 4.9877 │ 4.9123 – 5.0612 │ 2 % │ holds │',
      '│ L = λT: the worst of 3 runs │ error │ 0 │ 2e-13 │ │ 1e-9 │ holds │',
    ]);
    expect(lines.slice(-2)).toEqual(['2 of 2 hold', '']);
  });

  it('counts neither what misses nor what is unsure', () => {
    const lines = table(
      judge(MEAN, { got: 5.2, confidence: [5.19, 5.21] }),
      judge(MEAN, { got: 5.2, confidence: [4, 6] }),
      judge(ERROR, { got: 0 }),
    );

    expect(lines.join('\n')).toMatch(/misses.*unsure.*holds/s);
    expect(lines.slice(-2)).toEqual(['1 of 3 hold', '']);
  });

  it('fits into 110 columns', () => {
    const about = 'power-of-two, independent draws, 100 backends, ρ = 0.9';
    const widest = judge(
      { ...MEAN, ...relativeTolerance(26.0665, 0.025), about, figure: 'failed' },
      { got: 26, confidence: [25.1, 26.9] },
    );
    const share = judge(
      { ...MEAN, ...relativeTolerance(0.1679, 0.02) },
      { got: 0.168, confidence: [0.1671, 0.1682] },
    );

    expect(Math.max(...table(widest, share).map((line) => line.length))).toBeLessThanOrEqual(110);
  });
});
