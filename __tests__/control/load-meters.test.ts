import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TimeHistogram } from '../../lib/control/time-histogram.js';
import { LoadMeters } from '../../lib/control/load-meters.js';
import { Backend } from '../../lib/routing/backend.js';

const [first, second] = [0, 1].map((index) => new Backend(index, { host: '127.0.0.1', port: index + 1 }));

describe('a histogram of durations', () => {
  it('tells percentiles within 5 %, from 10 µs to 80 s', () => {
    const durations = fc.array(fc.double({ min: 0.011, max: 80_000, noNaN: true }), { minLength: 1 });
    const property = fc.property(durations, (all) => {
      const histogram = new TimeHistogram();
      for (const ms of all) histogram.record(ms);
      const sorted = [...all].sort((a, b) => a - b);
      const median = sorted[Math.ceil(all.length / 2) - 1] ?? 0;
      const { p50 = 0, p99 = 0 } = histogram.percentiles ?? {};
      expect(Math.abs(p50 - median)).toBeLessThanOrEqual(0.05 * median + 0.001);
      expect(p99).toBeGreaterThanOrEqual(p50);
      expect(histogram.total).toBe(all.length);
    });
    fc.assert(property);
  });

  it('has none of nothing, and counts what is out of range at its ends', () => {
    const histogram = new TimeHistogram();
    expect(histogram.percentiles).toBeNull();
    for (const ms of [0, -1, 1e9]) histogram.record(ms);
    expect(histogram.total).toBe(3);
    expect(histogram.percentiles?.p50).toBeLessThan(0.011);
    expect(histogram.percentiles?.p99).toBeGreaterThan(80_000);
  });
});

describe('the distribution of durations', () => {
  it('has exactly those up to each bound, and their sum, also as JSON of another process', () => {
    const bounds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 100, 1000, 5000, 30_000];
    const duration = fc.oneof(fc.double({ min: 0, max: 100_000, noNaN: true }), fc.constantFrom(...bounds));
    const property = fc.property(fc.array(duration), (all) => {
      const [histogram, other] = [new TimeHistogram(), new TimeHistogram()];
      for (const ms of all) histogram.record(ms);
      other.add(JSON.parse(JSON.stringify(histogram.sparse)) as number[]);
      const expected = bounds.map((bound) => [bound / 1000, all.filter((ms) => ms <= bound).length]);
      const { buckets, count, sum } = other.distribution(bounds);
      expect(buckets).toEqual(expected);
      expect(count).toBe(all.length);
      expect(sum).toBeCloseTo(all.reduce((total, ms) => total + ms, 0) / 1000, 6);
    });
    fc.assert(property);
  });
});

describe('the meters of backends', () => {
  it('are zero at first, and those of one backend are not those of another', () => {
    const meters = new LoadMeters();
    if (first === undefined || second === undefined) throw new Error('there are two');
    const none = { opened: 0, failed: 0, bytesIn: 0, bytesOut: 0, connectMs: null, firstByteMs: null };
    expect(meters.of(first)).toEqual(none);
    meters.connected(first, 1);
    meters.passed(first, 5, 7);
    meters.passed(first, 1, 1);
    meters.failed(second);
    expect(meters.of(first)).toMatchObject({
      opened: 1,
      failed: 0,
      bytesIn: 6,
      bytesOut: 8,
      firstByteMs: null,
    });
    expect(meters.of(second)).toEqual({ ...none, failed: 1 });
  });

  it('are the same when another process has measured, as JSON and in parts', () => {
    if (first === undefined || second === undefined) throw new Error('there are two');
    let measurements = 0;
    const [whole, worker, primary] = [
      new LoadMeters(),
      new LoadMeters(() => measurements++),
      new LoadMeters(),
    ];
    for (const round of [1, 2, 3]) {
      for (const meters of [whole, worker]) {
        meters.connected(second, round);
        meters.answered(second, 10 * round);
        meters.passed(second, round, 2 * round);
      }
      primary.add(JSON.parse(JSON.stringify(worker.take())) as ReturnType<LoadMeters['take']>);
    }
    expect(primary.of(second)).toEqual(whole.of(second));
    expect(primary.of(second)).toMatchObject({ opened: 3, bytesIn: 6, bytesOut: 12 });
    expect([worker.take(), measurements]).toEqual([[], 9]);
  });
});
