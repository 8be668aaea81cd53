import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { LoadRecorder } from '../../lib/client/load/load-report.js';
import { LATENCY_FIGURES, type LatencySummary } from '../../lib/latency/latency-summary.js';
import { compare, simulate } from '../../lib/simulator/simulate.js';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../schemas/latency.schema.json', import.meta.url), 'utf8'),
) as object;
const ajv = new Ajv2020({ strict: false });
const validate = ajv.compile(SCHEMA);
const HERE = { threads: 0 } as const;
const SHORT = { backends: 2, requests: 2000 } as const;

/** A load with one connection for each latency, in milliseconds. */
function loadOf(latencies: readonly number[]): { latency: LatencySummary; connect: LatencySummary } {
  const recorder = new LoadRecorder();
  for (const ms of latencies) {
    recorder.connect.record(ms / 2);
    recorder.answered('B1', ms);
    recorder.ended(undefined, 1, 1);
  }
  return recorder.report(1);
}

/** As it is printed. */
function expectSchema(summary: LatencySummary): void {
  expect(Object.keys(summary)).toEqual([...LATENCY_FIGURES, 'histogram']);
  validate(JSON.parse(JSON.stringify(summary)));
  expect(validate.errors ?? []).toEqual([]);
  const counts = summary.histogram.map(({ count }) => count);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(summary.count);
}

test('simulations, comparisons and loads tell latencies in one shape, which the schema has', async () => {
  const { report } = await simulate({ ...SHORT, serviceMean: '20ms' }, HERE);
  const { report: comparison } = await compare({ ...SHORT, algorithms: ['random', 'auto'] }, HERE);
  const load = loadOf([1, 2, 400]);

  const all = [report.latency, ...comparison.runs.map(({ latency }) => latency), load.latency, load.connect];
  for (const summary of all) expectSchema(summary);
  expect(all.map(({ unit }) => unit)).toEqual(['ms', null, null, 'ms', 'ms']);
});

test('the figures are those that each report had before', async () => {
  const { report } = await simulate(SHORT, HERE);
  const { meanSojourn: mean, p50, p90, p99, p999, max } = report;
  expect(report.latency).toMatchObject({ count: 1800, mean, p50, p90, p99, p999, max });

  const recorder = new LoadRecorder();
  for (const ms of [1, 2, 400]) recorder.latency.record(ms);
  const { latency, latencyMs } = recorder.report(1);
  expect(latency).toMatchObject({ ...latencyMs, count: 3, mean: 134.333, max: 400 });
});

test('without anything measured there is a count, and null for the rest', () => {
  const { latency } = loadOf([]);
  expectSchema(latency);
  expect(latency).toEqual({
    ...{ unit: 'ms', count: 0, mean: null, p50: null, p90: null, p99: null, p999: null, max: null },
    histogram: [],
  });
});

test('the schema refuses another shape', () => {
  const whole = Object.entries(loadOf([1]).latency);
  expect(validate(Object.fromEntries(whole))).toBe(true);
  expect(validate(Object.fromEntries(whole.filter(([name]) => name !== 'p999')))).toBe(false);
  expect(validate({ ...loadOf([1]).latency, p95: 1 })).toBe(false);
});
