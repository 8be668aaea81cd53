import { defined } from '../../defined.js';
import { combinedHash } from '../engine/trace-hash.js';
import { centredOn, confidenceInterval, meanOf } from '../measures/confidence.js';
import { LatencyHistogram } from '../../latency/latency-histogram.js';
import { latencySummary } from '../../latency/latency-summary.js';
import { classReports } from './class-reports.js';
import type { Precision } from '../measures/precision.js';
import { overloadText } from './overload-text.js';
import { precisionOf } from './precision.js';
import type { BackendReport, SimulationOutcome, SimulationReport } from './report.js';
import { FAILURE_REASONS, type RequestFailure } from './request-failure.js';
import type { RunResult } from './run-result.js';
import { scenarioReport } from './scenario-report.js';
import type { SimulationSettings } from '../plan/settings.js';
import { classExpectation } from '../theory/class-expectation.js';
import { expectation } from '../theory/expectation.js';
import { hasVariance } from '../../workload/service-times.js';
import { backendName } from '../backends/backend-name.js';

/**
 * Puts together what the replications of one policy have found, in the order of their seeds.
 *
 * @param planned - how many replications there were to be
 */
export function reportOf(
  settings: SimulationSettings,
  runs: readonly RunResult[],
  planned = runs.length,
): SimulationOutcome {
  const histogram = new LatencyHistogram();
  for (const run of runs) histogram.add(run.histogram);
  const [first] = runs;
  const sums = sumsOf(runs);
  const expected = expectation(settings);
  const perBackend = mergedBackends(settings, runs);
  const { workload, scenario } = settings;
  const attempts = 1 + sums.retries / Math.max(1, sums.requests);
  const overload = overloadText(settings, perBackend, attempts);
  const precision = precisionOf(settings, runs, { planned, overload });
  const meanSojourn = meanSojournOf(runs);
  const perClass = classReports(settings, runs, {
    expected,
    classMeans: classExpectation(settings, expected),
    hasIntervals: precision.estimate !== undefined,
  });
  const report: SimulationReport = {
    algorithm: settings.algorithm,
    ...(settings.timeUnit && { timeUnit: settings.timeUnit }),
    seed: first?.seed ?? 0,
    backends: settings.speeds.length,
    requests: sums.requests,
    completed: sums.completed,
    failed: sums.requests - sums.completed,
    meanSojourn,
    p50: histogram.quantile(0.5),
    p90: histogram.quantile(0.9),
    p99: histogram.quantile(0.99),
    p999: histogram.quantile(0.999),
    max: histogram.max,
    meanQueue: meanOf(runs.map(({ meanQueue }) => meanQueue)),
    utilisation: meanOf(perBackend.map(({ utilisation }) => utilisation)),
    imbalance: imbalanceOf(perBackend),
    perBackend,
    ...(perClass && { perClass }),
    events: sums.events,
    wallSeconds: sums.wallSeconds,
    eventsPerSecond: Math.round(sums.events / sums.wallSeconds),
    traceHash: combinedHash(runs.map(({ traceHash }) => traceHash)),
    latency: latencySummary(histogram, meanSojourn, settings.timeUnit ?? null),
    replications: runs.length,
    ...(runs.length < planned && { plannedReplications: planned, seeds: runs.map(({ seed }) => seed) }),
    ...(workload.kind === 'open' && { load: workload.load }),
    warmup: Math.max(settings.warmup, ...runs.map(({ warmup }) => warmup)),
    confidence: confidenceOf(precision, runs, meanSojourn),
    ...(!hasVariance(settings.service) && { heavyTail: true }),
    ...(precision.advice !== undefined && { advice: precision.advice }),
    failures: failuresOf(runs),
    ...(settings.retries > 0 && { retries: sums.retries }),
    ...(expected && { expected }),
    ...(scenario && { scenario: scenarioReport(scenario, settings, runs) }),
  };
  return { report, tail: histogram.tail(), precision, ...(first?.course && { course: first.course }) };
}

/** Of several replications around the mean of all their requests, to which each adds as many as were answered in it. */
function confidenceOf(
  { estimate }: Precision,
  runs: readonly RunResult[],
  mean: number,
): SimulationReport['confidence'] {
  if (estimate === undefined) return null;
  const { interval } = estimate;
  return defined({
    meanSojourn: runs.length > 1 ? centredOn(mean, interval) : interval,
    p99: confidenceInterval(runs.map(p99Of)),
  });
}

function sumsOf(
  runs: readonly RunResult[],
): Record<'requests' | 'completed' | 'retries' | 'events' | 'wallSeconds', number> {
  const sum = (of: (run: RunResult) => number): number => runs.reduce((total, run) => total + of(run), 0);
  return {
    requests: sum((run) => run.requests),
    completed: sum((run) => run.completed),
    retries: sum((run) => run.retries),
    events: sum((run) => run.events),
    wallSeconds: sum((run) => run.wallSeconds),
  };
}

/** Over all requests, so that replications in which more were answered count for more. */
function meanSojournOf(runs: readonly RunResult[]): number {
  const counts = runs.map(({ perBackend }) => perBackend.reduce((sum, { completed }) => sum + completed, 0));
  const all = counts.reduce((sum, count) => sum + count, 0);
  return all === 0
    ? 0
    : runs.reduce((sum, run, index) => sum + run.meanSojourn * (counts[index] ?? 0), 0) / all;
}

function p99Of({ histogram }: RunResult): number {
  return new LatencyHistogram(histogram).quantile(0.99);
}

function failuresOf(runs: readonly RunResult[]): Partial<Record<RequestFailure, number>> {
  const counted = FAILURE_REASONS.map(
    (reason) => [reason, runs.reduce((sum, { failures }) => sum + failures[reason], 0)] as const,
  );
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

function mergedBackends(
  { speeds, weights }: SimulationSettings,
  runs: readonly RunResult[],
): BackendReport[] {
  return speeds.map((speed, index) => {
    const results = runs.flatMap(({ perBackend }) => perBackend[index] ?? []);
    return {
      name: backendName(index),
      speed,
      weight: weights[index] ?? 1,
      picked: results.reduce((sum, { picked }) => sum + picked, 0),
      completed: results.reduce((sum, { completed }) => sum + completed, 0),
      meanQueue: meanOf(results.map(({ meanQueue }) => meanQueue)),
      utilisation: meanOf(results.map(({ utilisation }) => utilisation)),
    };
  });
}

function imbalanceOf(backends: readonly BackendReport[]): number {
  const picked = backends.reduce((sum, backend) => sum + backend.picked, 0);
  const weight = backends.reduce((sum, backend) => sum + backend.weight, 0);
  const most = backends.reduce((best, backend) => Math.max(best, backend.picked / backend.weight), 0);
  return picked === 0 ? 1 : most / (picked / weight);
}
