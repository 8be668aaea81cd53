import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PeakLatencies } from '../../lib/schedulers/peak-latencies.js';
import { candidates, type FakeCandidate } from '../helpers/candidates.js';
import { DecayingModel } from './decaying-model.js';

const DECAY = 10_000;
const WEEK = 7 * 24 * 3_600_000;

/** Latencies, and what the average of a candidate is at a time. */
function laboratory(decay = DECAY) {
  const latencies = new PeakLatencies<FakeCandidate>(decay);
  const average = (candidate: FakeCandidate, now: number): number =>
    Math.exp(latencies.levelOf(candidate) - now / decay);
  return { latencies, average };
}

describe('peak latencies', () => {
  const [a, b, c] = candidates(1, 1, 1);

  it('take a latency above the average at once', () => {
    const { latencies, average } = laboratory();
    latencies.record(a, 20, 1000);
    expect(average(a, 1000)).toBeCloseTo(20, 9);
    latencies.record(a, 300, 1001);
    expect(average(a, 1001)).toBeCloseTo(300, 9);
  });

  it('are pulled down by a lower one, the more the longer ago the last was', () => {
    const { latencies, average } = laboratory();
    latencies.record(a, 300, 0);
    latencies.record(a, 100, 0);
    expect(average(a, 0)).toBeCloseTo(300, 9);
    latencies.record(a, 100, DECAY * Math.LN2);
    expect(average(a, DECAY * Math.LN2)).toBeCloseTo(200, 9);
    latencies.record(a, 100, DECAY * 60);
    expect(average(a, DECAY * 60)).toBeCloseTo(100, 9);
  });

  it('decay while nothing is heard', () => {
    const { latencies, average } = laboratory();
    latencies.record(a, 80, 500);
    expect(average(a, 500 + DECAY * Math.LN2)).toBeCloseTo(40, 9);
    expect(average(a, 500 + 3 * DECAY * Math.LN2)).toBeCloseTo(10, 9);
  });

  it('know nothing of one who has never answered, whoever else has', () => {
    const { latencies } = laboratory();
    expect(latencies.levelOf(b)).toBe(-Infinity);
    latencies.record(c, 1, 0);
    expect(latencies.levelOf(b)).toBe(-Infinity);
    latencies.record(a, 1, 0);
    expect(latencies.levelOf(b)).toBe(-Infinity);
    expect(latencies.levelOf(c)).toBe(latencies.levelOf(a));
  });

  it('take an answer in no time for an answer', () => {
    const { latencies } = laboratory();
    latencies.record(a, 0, 0);
    expect(latencies.levelOf(a)).toBeGreaterThan(-Infinity);
    latencies.record(b, 1e-6, 0);
    expect(latencies.levelOf(a)).toBeLessThan(latencies.levelOf(b));
    latencies.record(a, 5, 1);
    expect(latencies.levelOf(a)).toBeGreaterThan(latencies.levelOf(b));
  });

  it('keep their order for weeks of silence, and after weeks of answers', () => {
    const { latencies, average } = laboratory();
    latencies.record(a, 30, 0);
    latencies.record(b, 20, 0);
    latencies.record(c, 1, 8 * WEEK);
    const levels = [a, b, c].map((candidate) => latencies.levelOf(candidate));
    expect(levels.every(Number.isFinite)).toBe(true);
    expect(levels.toSorted((one, other) => one - other)).toEqual([levels[1], levels[0], levels[2]]);
    latencies.record(a, 5, 8 * WEEK + 1);
    expect(average(a, 8 * WEEK + 1)).toBeCloseTo(5, 6);
  });

  it('are those of a model that decays every average whenever it is looked at', () => {
    const answer = fc.record({
      who: fc.nat({ max: 2 }),
      latency: fc.oneof(fc.double({ min: 0.01, max: 10_000, noNaN: true }), fc.constantFrom(1, 100)),
      pause: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 5 * DECAY, noNaN: true })),
    });
    const property = fc.property(
      fc.array(answer, { minLength: 1, maxLength: 60, size: 'max' }),
      fc.constantFrom(0, 8 * WEEK),
      fc.double({ min: 0, max: 10 * DECAY, noNaN: true }),
      (answers, start, later) => {
        const { latencies, average } = laboratory();
        const model = new DecayingModel(DECAY);
        let now = start;
        for (const { who, latency, pause } of answers) {
          now += pause;
          const candidate = [a, b, c][who] ?? a;
          latencies.record(candidate, latency, now);
          model.heard(candidate.index, latency, now);
          for (const each of [a, b, c]) {
            const expected = model.average(each.index, now + later);
            if (expected === undefined) expect(latencies.levelOf(each)).toBe(-Infinity);
            else expect(Math.abs(average(each, now + later) / expected - 1)).toBeLessThan(1e-8);
          }
        }
      },
    );
    fc.assert(property, { seed: 1, numRuns: 300 });
  });
});
