import { confidenceInterval } from '../measures/confidence.js';
import type { ComparisonReport, Interval, PairReport, SimulationOutcome } from './report.js';

/** Compares each policy with each after it, as long as they are under the same load. */
export function compareOutcomes(outcomes: readonly SimulationOutcome[]): ComparisonReport {
  const pairs = outcomes.flatMap((a, index) =>
    outcomes
      .slice(index + 1)
      .filter((b) => b.report.load === a.report.load)
      .map((b) => pairOf(a, b)),
  );
  return { runs: outcomes.map(({ report }) => report), pairs };
}

/** Whether a difference is no chance: 0 is outside its interval, and there is one. */
export function isSure(confidence: Interval | undefined): boolean {
  return confidence !== undefined && (confidence[0] > 0 || confidence[1] < 0);
}

function pairOf(a: SimulationOutcome, b: SimulationOutcome): PairReport {
  const { load } = a.report;
  const confidence = confidenceInterval(differences(a.means, b.means));
  return {
    a: a.report.algorithm,
    b: b.report.algorithm,
    ...(load !== undefined && { load }),
    difference: b.report.meanSojourn - a.report.meanSojourn,
    ...(confidence && { confidence }),
    ratio: b.report.meanSojourn / a.report.meanSojourn,
  };
}

/** What differs between two means of the same part of the same workload. */
function differences(a: readonly number[], b: readonly number[]): number[] {
  return a.length === b.length ? a.map((mean, index) => (b[index] ?? 0) - mean) : [];
}
