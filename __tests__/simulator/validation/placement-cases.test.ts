import { describe, expect, it } from '@jest/globals';
import { PLACEMENT_CASES } from '../../../lib/simulator/validation/placement-cases.js';
import { validate } from '../../../lib/simulator/validation/validate.js';

describe('the cases of placement', () => {
  it.each([1, 7, 1001, 20_001, 300_001])('hold with the names of seed %d', (seed) => {
    const findings = PLACEMENT_CASES.flatMap((each) => each.findings(seed));

    expect(findings.map(({ name, figure, verdict }) => [name, figure, verdict])).toEqual([
      ['maglev', 'least', 'holds'],
      ['maglev', 'most', 'holds'],
      ['maglev', 'moved', 'holds'],
      ['ring', 'CV', 'holds'],
      ['sparse-ring', 'CV', 'holds'],
    ]);
  });

  it('expect what was asked for', () => {
    const [least, , moved, ring, sparse] = PLACEMENT_CASES.flatMap((each) => each.findings(1));

    expect(least?.allowed).toEqual([655, 656]);
    expect(moved?.allowed).toEqual([0.014, 0.017]);
    expect(ring?.expected).toBeCloseTo(0.0995, 4);
    expect(sparse?.expected).toBeCloseTo(0.3145, 4);
  });

  it('are validated without a simulation', async () => {
    const { findings, requests, ok } = await validate({ only: ['maglev'] }, { threads: 0 });

    expect(findings.map(({ name }) => name)).toEqual(['maglev', 'maglev', 'maglev']);
    expect({ requests, ok }).toEqual({ requests: 0, ok: true });
  });
});
