import { describe, expect, it } from '@jest/globals';
import { planSimulation } from '../../../lib/simulator/plan/plan.js';
import { serviceMean } from '../../../lib/simulator/plan/service-mean.js';
import { simulate } from '../../../lib/simulator/simulate.js';

describe('the mean service time', () => {
  it.each([
    ['20ms', 20],
    ['0.5s', 500],
    ['2m', 120_000],
  ])('as %s is in milliseconds', (written, ms) => {
    expect(serviceMean.parse(written)).toBe(written);
    expect(planSimulation({ serviceMean: written }).settings).toMatchObject({
      serviceMean: ms,
      timeUnit: 'ms',
    });
  });

  it('as a number has no unit, in text too', () => {
    expect(serviceMean.parse('20')).toBe(20);
    expect(planSimulation({ serviceMean: 20 }).settings.timeUnit).toBeUndefined();
    expect(planSimulation({ serviceMean: '20' }).settings).toMatchObject({ serviceMean: 20 });
    expect(planSimulation({ serviceMean: '20' }).settings.timeUnit).toBeUndefined();
  });

  it.each([
    ['0', /above 0/],
    ['0ms', /above 0/],
    ['-1', /'-1' is not a time above 0: use a number such as 1 or 0\.5, or a duration such as 20ms/],
    ['20 apples', /is not a time above 0/],
    ['1e12', /out of range/],
  ])('is not %s', (written, message) => {
    expect(() => serviceMean.parse(written)).toThrow(message);
    expect(() => planSimulation({ serviceMean: written })).toThrow(message);
  });

  it('changes nothing but the unit', async () => {
    const [number, duration] = await Promise.all(
      [20, '20ms'].map((serviceMean) => simulate({ requests: 2000, serviceMean }, { threads: 0 })),
    );
    expect(number?.report).not.toHaveProperty('timeUnit');
    expect(duration?.report.timeUnit).toBe('ms');
    expect(duration?.report.traceHash).toBe(number?.report.traceHash);
    expect(duration?.report.meanSojourn).toBe(number?.report.meanSojourn);
  });
});
