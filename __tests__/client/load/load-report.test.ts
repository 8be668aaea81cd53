import { describe, expect, it } from '@jest/globals';
import { DurationHistogram, LoadRecorder } from '../../../lib/client/load/load-report.js';

const NOTHING = { p50: null, p90: null, p99: null, max: null };
const NO_LATENCIES = { unit: 'ms', count: 0, mean: null, ...NOTHING, p999: null, histogram: [] };

describe('the report of a load', () => {
  it('of nothing has no latencies', () => {
    expect(new LoadRecorder().report(0)).toEqual({
      connections: 0,
      ok: 0,
      failed: 0,
      errors: {},
      backends: {},
      mismatches: 0,
      bytesIn: 0,
      bytesOut: 0,
      seconds: 0,
      latencyMs: NOTHING,
      connectMs: NOTHING,
      latency: NO_LATENCIES,
      connect: NO_LATENCIES,
      firstMismatch: null,
      arrivals: null,
      failIf: [],
    });
  });

  it('keeps the first mismatch', () => {
    const recorder = new LoadRecorder();
    const first = { connection: 7, reason: 'wrong', offset: 0, expected: 'a', got: 'b' };
    recorder.mismatched(first);
    recorder.mismatched({ ...first, connection: 3 });
    expect(recorder.report(1).firstMismatch).toEqual(first);
  });

  it('adds up connections, errors by kind, answers by backend and bytes', () => {
    const recorder = new LoadRecorder();
    recorder.answered('B10', 1);
    recorder.answered('B2', 1);
    recorder.answered('B2', 1);
    recorder.answered(undefined, 1);
    recorder.ended(undefined, 10, 1);
    recorder.ended('mismatch', 20, 2);
    recorder.ended('reset', 30, 3);
    recorder.ended('mismatch', 40, 4);
    const report = recorder.report(1.23456);
    expect(report).toMatchObject({
      connections: 4,
      ok: 1,
      failed: 3,
      errors: { mismatch: 2, reset: 1 },
      mismatches: 2,
      bytesIn: 100,
      bytesOut: 10,
      seconds: 1.235,
    });
    expect(Object.entries(report.backends)).toEqual([
      ['B2', 2],
      ['B10', 1],
    ]);
  });
});

describe('a histogram of durations', () => {
  it('knows its quantiles in milliseconds to within a hundredth', () => {
    const histogram = new DurationHistogram();
    for (let ms = 1; ms <= 1000; ms++) histogram.record(ms);
    const { p50, p90, p99, max } = histogram.quantiles();
    expect(Number(p50) / 500).toBeCloseTo(1, 2);
    expect(Number(p90) / 900).toBeCloseTo(1, 2);
    expect(Number(p99) / 990).toBeCloseTo(1, 2);
    expect(Number(max) / 1000).toBeCloseTo(1, 2);
  });

  it('takes durations too short for its unit', () => {
    const histogram = new DurationHistogram();
    histogram.record(0);
    histogram.record(0.000_01);
    expect(histogram.quantiles()).toEqual({ p50: 0.001, p90: 0.001, p99: 0.001, max: 0.001 });
  });

  it('has no more than three decimals', () => {
    const histogram = new DurationHistogram();
    for (const ms of [0.1234567, 3.33333, 1234.56789]) histogram.record(ms);
    const { p50, p90, p99, max } = histogram.quantiles();
    for (const value of [p50, p90, p99, max]) expect(value).toBe(Number(value?.toFixed(3)));
  });
});
