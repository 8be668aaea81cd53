import { describe, expect, it } from '@jest/globals';
import { simulate } from '../../../lib/simulator/simulate.js';
import type { QueueingCase } from '../../../lib/simulator/validation/queueing-case.js';
import { validate, validateCases } from '../../../lib/simulator/validation/validate.js';

/** In this thread: the others would need the built package. */
const HERE = { threads: 0 };

const LOSS: QueueingCase = {
  name: 'loss',
  about: 'no queue',
  options: { backends: 1, queueLimit: 0, load: 0.5, requests: 4000 },
  tolerances: { failed: 0.05, mean: 0.05 },
  expected: { failed: 1 / 3 },
};

describe('validation', () => {
  it('holds a case against theory, and the identities with it', async () => {
    const report = await validateCases([LOSS], { seed: 5 }, HERE);

    expect(report.findings.map(({ name, figure, verdict }) => [name, figure, verdict])).toEqual([
      ['loss', 'failed', 'holds'],
      ['loss', 'mean', 'holds'],
      ['little', 'error', 'holds'],
      ['conservation', 'count', 'holds'],
    ]);
    expect(report).toMatchObject({ seed: 5, effort: 1, held: 4, ok: true, requests: 20 * 4000 });
    expect(report.findings[1]).toMatchObject({ system: 'M/M/1/1', tolerance: '5 %' });
  });

  it('tells a figure that theory does not have as a miss, and that not all is well', async () => {
    const wrong = { ...LOSS, expected: { failed: 0.4 } };

    const { findings, held, ok } = await validateCases([wrong], {}, HERE);

    expect(findings[0]).toMatchObject({ name: 'loss', figure: 'failed', expected: 0.4, verdict: 'misses' });
    expect({ held, ok }).toEqual({ held: 3, ok: false });
  });

  it('has no run in common with that of another seed', async () => {
    const shareOf = async (seed: number): Promise<number> => {
      const { report } = await simulate({ ...LOSS.options, seed, replications: 20 }, HERE);
      return report.failed / report.requests;
    };

    for (const [seed, first] of [
      [1, 1],
      [2, 21],
    ] as const) {
      const { findings } = await validateCases([LOSS], { seed }, HERE);
      expect(findings[0]).toMatchObject({ figure: 'failed', got: await shareOf(first) });
    }
  });

  it('is unsure of all that is too short to tell', async () => {
    const { findings, ok } = await validateCases([LOSS], { effort: 0.002 }, HERE);

    expect(findings[1]).toMatchObject({ name: 'loss', figure: 'mean', verdict: 'unsure' });
    expect(ok).toBe(false);
  });

  it('makes requests in proportion to the effort, but for the warm-up', async () => {
    const { requests } = await validateCases([LOSS], { effort: 0.5 }, HERE);

    expect(requests).toBe(20 * (400 + 1800));
  });

  it('finds the same with the same seed, and something else with another', async () => {
    const got = async (seed: number): Promise<number[]> =>
      (await validateCases([LOSS], { seed, effort: 0.1 }, HERE)).findings.map((finding) => finding.got);

    expect(await got(3)).toEqual(await got(3));
    expect(await got(4)).not.toEqual(await got(3));
  });

  it('makes only the cases that are asked for', async () => {
    const { findings } = await validate({ only: ['closed-one'], effort: 0.01 }, HERE);

    expect(findings.map(({ name }) => name)).toEqual(['closed-one', 'little', 'conservation']);
  });

  it.each([0, -1, NaN, 101])('refuses an effort of %d', async (effort) => {
    await expect(validate({ effort }, HERE)).rejects.toMatchObject({
      kind: 'usage',
      message: `effort ${effort} is out of range: use a number above 0, up to 100`,
    });
  });

  it('refuses a case that is not there, rather than hold that nothing misses', async () => {
    await expect(validate({ only: ['one-backend', 'nosuch'] })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/^unknown case 'nosuch': use one of one-backend, /),
    });
    await expect(validate({ only: [] })).rejects.toThrow('unknown case');
  });

  it('refuses a seed that is none', async () => {
    await expect(validate({ seed: -1 }, HERE)).rejects.toMatchObject({ kind: 'usage' });
  });
});
