import { centredOn, confidenceInterval } from '../measures/confidence.js';
import { LatencyHistogram } from '../../latency/latency-histogram.js';
import { latencySummary } from '../../latency/latency-summary.js';
import type { RequestClass, SimulationSettings } from '../plan/settings.js';
import type { ClassReport, Expectation } from './report.js';
import type { ClassResult, RunResult } from './run-result.js';

/** Answers in each replication without which the mean of a class has no interval. */
const ENOUGH = 30;

/** What is known of all requests together. */
interface Overall {
  readonly expected: Expectation | undefined;
  /** What theory says of the mean of each class. */
  readonly classMeans: readonly number[] | undefined;
  /** Whether the runs are long enough, and have the variance, for confidence intervals. */
  readonly hasIntervals: boolean;
}

/** What the replications have found of each class of requests; undefined without classes. */
export function classReports(
  settings: SimulationSettings,
  runs: readonly RunResult[],
  { expected, classMeans, hasIntervals }: Overall,
): ClassReport[] | undefined {
  const { classes, timeUnit = null } = settings;
  return classes?.map(({ name, share, serviceMean }: RequestClass, place) => {
    const results = runs.flatMap(({ perClass }) => perClass?.[place] ?? []);
    const histogram = new LatencyHistogram();
    for (const result of results) histogram.add(result.histogram);
    const expectedMean = classMeans?.[place];
    const meanSojourn = meanOfAll(results);
    return {
      class: name,
      share,
      serviceMean,
      completed: sum(results, ({ completed }) => completed),
      failed: sum(results, ({ failed }) => failed),
      latency: latencySummary(histogram, meanSojourn, timeUnit),
      confidence: hasIntervals ? confidenceOf(results, meanSojourn) : null,
      ...(expected &&
        expectedMean !== undefined && { expected: { system: expected.system, meanSojourn: expectedMean } }),
    };
  });
}

/** Over replications, in each of which enough requests of the class were answered for their means to be alike. */
function confidenceOf(results: readonly ClassResult[], mean: number): ClassReport['confidence'] {
  if (results.some((result) => countOf(result) < ENOUGH)) return null;
  const meanSojourn = confidenceInterval(results.map((result) => result.meanSojourn));
  const p99 = confidenceInterval(
    results.map(({ histogram }) => new LatencyHistogram(histogram).quantile(0.99)),
  );
  return meanSojourn && p99 ? { meanSojourn: centredOn(mean, meanSojourn), p99 } : null;
}

/** Answers that have a latency. */
function countOf({ histogram: { counts } }: ClassResult): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** Over all requests, so that replications in which more were answered count for more. */
function meanOfAll(results: readonly ClassResult[]): number {
  const counts = results.map(countOf);
  const all = counts.reduce((total, count) => total + count, 0);
  return all === 0
    ? 0
    : results.reduce(
        (total, { meanSojourn }, place) => total + meanSojourn * ((counts[place] ?? 0) / all),
        0,
      );
}

function sum(results: readonly ClassResult[], of: (result: ClassResult) => number): number {
  return results.reduce((total, result) => total + of(result), 0);
}
