import { confidenceInterval } from '../measures/confidence.js';
import { LatencyHistogram } from '../../latency/latency-histogram.js';
import { latencySummary } from '../../latency/latency-summary.js';
import type { RequestClass, SimulationSettings } from '../plan/settings.js';
import type { ClassReport, Expectation } from './report.js';
import type { ClassResult, RunResult } from './run-result.js';

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
    const meanSojourn = classMeans?.[place];
    return {
      class: name,
      share,
      serviceMean,
      completed: sum(results, ({ completed }) => completed),
      failed: sum(results, ({ failed }) => failed),
      latency: latencySummary(histogram, meanOfAll(results), timeUnit),
      confidence: hasIntervals ? confidenceOf(results) : null,
      ...(expected && meanSojourn !== undefined && { expected: { system: expected.system, meanSojourn } }),
    };
  });
}

/** Over replications, in each of which some request of the class was answered. */
function confidenceOf(results: readonly ClassResult[]): ClassReport['confidence'] {
  if (results.some(({ completed }) => completed === 0)) return null;
  const meanSojourn = confidenceInterval(results.map((result) => result.meanSojourn));
  return meanSojourn === undefined ? null : { meanSojourn };
}

/** Over all requests, so that replications in which more were answered count for more. */
function meanOfAll(results: readonly ClassResult[]): number {
  const completed = sum(results, (result) => result.completed);
  return completed === 0 ? 0 : sum(results, (result) => result.meanSojourn * (result.completed / completed));
}

function sum(results: readonly ClassResult[], of: (result: ClassResult) => number): number {
  return results.reduce((total, result) => total + of(result), 0);
}
