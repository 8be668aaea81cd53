import { significantByHolm } from '../measures/confidence.js';
import { answeredShare } from './answered.js';
import { hasAnswers } from './figures.js';
import { differenceOf } from './precision.js';
import type { ComparisonReport, PairReport, SimulationOutcome, SimulationReport } from './report.js';

/** Standard errors beyond which shares of answered requests differ by more than chance. */
const UNEQUAL = 3;

/** Compares each policy with each after it, as long as they are under the same load. */
export function compareOutcomes(outcomes: readonly SimulationOutcome[]): ComparisonReport {
  const pairs = outcomes.flatMap((a, index) =>
    outcomes
      .slice(index + 1)
      .filter((b) => b.report.load === a.report.load)
      .map((b) => ({ a, b, estimate: differenceOf(a.precision, b.precision) })),
  );
  const significant = significantByHolm(pairs.map(({ estimate }) => estimate?.chance));
  return {
    runs: outcomes.map(({ report }) => report),
    pairs: pairs.map(({ a, b, estimate }, index) => ({
      ...pairOf(a.report, b.report),
      confidence: estimate?.interval ?? null,
      significant: significant[index] ?? false,
      ...(estimate === undefined && { advice: adviceOf(a.report, b.report) }),
    })),
  };
}

function pairOf(
  a: SimulationReport,
  b: SimulationReport,
): Omit<PairReport, 'confidence' | 'significant' | 'advice'> {
  const { load } = a;
  const [first, second] = [a, b].map(answeredShare);
  const haveMeans = hasAnswers(a) && hasAnswers(b);
  return {
    a: a.algorithm,
    b: b.algorithm,
    ...(load !== undefined && { load }),
    difference: haveMeans ? b.meanSojourn - a.meanSojourn : null,
    ratio: haveMeans ? b.meanSojourn / a.meanSojourn : null,
    ...(first !== undefined &&
      second !== undefined &&
      isUnequal(a, b) && { answered: { a: first, b: second } }),
  };
}

function isUnequal(a: SimulationReport, b: SimulationReport): boolean {
  const share = (a.completed + b.completed) / (a.requests + b.requests);
  const error = Math.sqrt(share * (1 - share) * (1 / a.requests + 1 / b.requests));
  return Math.abs(answeredShare(a) - answeredShare(b)) > UNEQUAL * error;
}

function adviceOf({ advice: ofA }: SimulationReport, { advice: ofB }: SimulationReport): string {
  return ofA ?? ofB ?? 'parts of the runs are correlated: use more --requests';
}
