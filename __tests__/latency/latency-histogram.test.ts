import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LatencyHistogram } from '../../lib/latency/latency-histogram.js';

const WIDTH = 1 / 128;

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

/** The least value that a share `q` of all does not exceed. */
function exact(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * values.length) - 1)] ?? 0;
}

const latency = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
const latencies = fc.array(latency, { minLength: 1, maxLength: 200 });

test('quantiles are within 0.8 % of the exact ones', () => {
  fc.assert(
    fc.property(latencies, fc.double({ min: 0.001, max: 1, noNaN: true }), (values, q) => {
      const wanted = exact(values, q);
      expect(Math.abs(histogramOf(values).quantile(q) - wanted)).toBeLessThanOrEqual(WIDTH * wanted);
    }),
  );
});

test('with many values in a bucket, quantiles are far nearer than its width', () => {
  const values = Array.from({ length: 100_000 }, (_, index) => 1 + index / 100_000);
  const histogram = histogramOf(values);

  for (const q of [0.1, 0.5, 0.9, 0.99, 0.999])
    expect(histogram.quantile(q)).toBeCloseTo(exact(values, q), 4);
});

test('what two have counted is, added up, what one would have counted of all', () => {
  fc.assert(
    fc.property(latencies, latencies, (some, others) => {
      const merged = histogramOf(some);
      merged.add(histogramOf(others).raw);
      const all = histogramOf([...some, ...others]);
      expect(merged.count).toBe(some.length + others.length);
      expect(merged.raw).toEqual(all.raw);
      expect(merged.tail()).toEqual(all.tail());
    }),
    { numRuns: 30 },
  );
});

test('a histogram that has travelled is the same, and that it goes on changes nothing at home', () => {
  const home = histogramOf([1, 2, 3]);
  const away = new LatencyHistogram(structuredClone(home.raw));
  const quantile = away.quantile(0.5);
  away.record(1000);

  expect(quantile).toBe(home.quantile(0.5));
  expect([home.count, home.max, away.count, away.max]).toEqual([3, 3, 4, 1000]);
});

test('the tail falls from 1, strictly, and each of its shares is exact', () => {
  fc.assert(
    fc.property(latencies, (values) => {
      const tail = histogramOf(values).tail();
      expect(tail[0]?.share).toBe(1);
      for (const [index, { value, share }] of tail.entries()) {
        expect(share).toBe(values.filter((each) => each >= value).length / values.length);
        const next = tail[index + 1];
        if (next === undefined) continue;
        expect(next.share).toBeLessThan(share);
        expect(next.value).toBeGreaterThan(value);
      }
    }),
    { numRuns: 50 },
  );
});

test('without values there is nothing to tell', () => {
  const none = new LatencyHistogram();

  expect([none.count, none.max, none.quantile(0.5), none.tail()]).toEqual([0, 0, 0, []]);
});

test('zero, and what is too small to tell apart, count below the least bucket', () => {
  const histogram = histogramOf([0, Number.MIN_VALUE, 2 ** -60, 1]);

  expect(histogram.count).toBe(4);
  expect(histogram.quantile(0.5)).toBeLessThan(2 ** -39);
  expect(histogram.quantile(1)).toBe(1);
  expect(histogram.tail().map(({ value }) => value)).toEqual([0, 1]);
  expect(histogramOf([0]).quantile(1)).toBe(0);
});

test('what is too great to tell apart still counts, and the maximum is exact', () => {
  const histogram = histogramOf([1, 2 ** 50, 3 * 2 ** 60]);

  expect(histogram.max).toBe(3 * 2 ** 60);
  expect(histogram.tail().map(({ share }) => share)).toEqual([1, 2 / 3]);
  expect(histogram.quantile(0.9)).toBeGreaterThan(2 ** 39);
});

test('what travels is the range that was counted', () => {
  const { first, counts, only, max } = histogramOf([1, 1, 4]).raw;
  expect([counts.length, only.length, max]).toEqual([257, 257, 4]);
  expect([counts[0], counts[256]]).toEqual([2, 1]);
  expect(histogramOf([0.5, 4]).raw.first).toBe(first - 128);
  expect(new LatencyHistogram().raw).toEqual({
    first: 0,
    counts: new Float64Array(),
    only: new Float64Array(),
    max: 0,
  });
});

test('no quantile is past the maximum', () => {
  const alone = histogramOf([8.69441198591986]);
  expect(alone.quantile(0.999)).toBeLessThanOrEqual(alone.max);
  const histogram = histogramOf([1.003]);

  expect(histogram.quantile(0.5)).toBeLessThanOrEqual(1.003);
  expect(histogram.quantile(1)).toBe(1.003);
});

test('where a bucket has one value only, quantiles are exact, whatever clocks round', () => {
  const histogram = new LatencyHistogram();
  for (let request = 0; request < 100; request++)
    histogram.record(1e5 + request * 0.1 + 1 - (1e5 + request * 0.1));
  histogram.record(5);
  const merged = new LatencyHistogram();
  merged.add(histogram.raw);
  merged.add(histogram.raw);

  for (const each of [histogram, merged])
    expect([each.quantile(0.01), each.quantile(0.5), each.quantile(0.99), each.quantile(1)]).toEqual([
      1, 1, 1, 5,
    ]);
});

test('where a bucket has several values, a quantile is off by less than its width', () => {
  const histogram = new LatencyHistogram();
  for (const value of [1, 1.001, 1.002, 1.003]) histogram.record(value);

  expect(Math.abs(histogram.quantile(0.5) - 1.001)).toBeLessThan(0.008);
});

test('buckets have exact counts of what is in them, in their order, each at most an eighth wide', () => {
  fc.assert(
    fc.property(latencies, (values) => {
      const buckets = histogramOf(values).buckets();
      expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      for (const [index, { from, to, count }] of buckets.entries()) {
        expect(count).toBe(values.filter((each) => each >= from && each < to).length);
        expect(to / from).toBeLessThanOrEqual(1.125);
        expect(from).toBeGreaterThanOrEqual(buckets[index - 1]?.to ?? 0);
      }
    }),
    { numRuns: 50 },
  );
});

test('bounds of buckets are the same whatever was counted', () => {
  expect(histogramOf([0, 1, 1.1, 1.125, 3, 2 ** 50]).buckets()).toEqual([
    { from: 0, to: 2 ** -40 * 1.125, count: 1 },
    { from: 1, to: 1.125, count: 2 },
    { from: 1.125, to: 1.25, count: 1 },
    { from: 3, to: 3.25, count: 1 },
    { from: 2 ** 39 * 1.875, to: 2 ** 40, count: 1 },
  ]);
});
