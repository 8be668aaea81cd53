import { compareOutcomes } from '../report/comparison.js';
import type { SimulationOutcome } from '../report/report.js';
import {
  formatCount,
  formatFigure,
  formatInterval,
  formatTime,
  hasAnswers,
  NOTHING,
  unitAfter,
} from '../report/figures.js';
import { markup, type Content, type Markup } from './markup.js';
import type { PolicyOutcome } from './policy.js';

/** With more algorithms, failures are told of the two extremes. */
const NAMED = 3;

/** What came out, in a sentence or two: of one policy its mean and p99, of several the least, and whether that is sure. */
export function summary(
  outcomes: readonly SimulationOutcome[],
  shown: readonly PolicyOutcome[],
): Markup | undefined {
  const answered = shown.filter(({ outcome }) => hasAnswers(outcome.report));
  const [best = shown[0], second] = answered.toSorted(
    (a, b) => a.outcome.report.meanSojourn - b.outcome.report.meanSojourn,
  );
  if (best === undefined) return undefined;
  const { meanSojourn, p99, confidence, load } = best.outcome.report;
  const at = new Set(outcomes.map(({ report }) => report.load)).size > 1 ? ` at load ${load ?? 0}` : '';
  const interval = confidence ? ` (95 %: ${formatInterval(confidence.meanSojourn)})` : '';
  const { report } = best.outcome;
  const [mean, tail] = [meanSojourn, p99].map((value) => {
    const text = formatTime(report, value);
    return text === NOTHING ? text : text + unitAfter(report);
  });
  const figures = markup`<strong>${mean}</strong>${interval}, p99 ${tail}`;
  const sentence =
    second === undefined
      ? markup`Mean latency${at} ${figures}.`
      : markup`Lowest mean latency${at}: <strong>${best.policy.name}</strong>, ${figures}${runnerUp(best, second)}.`;
  return markup`<p class="summary">${sentence}${failed(shown)}</p>`;
}

function runnerUp(best: PolicyOutcome, second: PolicyOutcome): string {
  const [pair] = compareOutcomes([best.outcome, second.outcome]).pairs;
  if (pair === undefined || pair.ratio === null) return '';
  const longer = `; ${second.policy.name} takes ${formatFigure(pair.ratio)} times as long`;
  if (pair.confidence === null) return `${longer}, in runs too short to tell whether by chance`;
  return pair.significant ? longer : `, though the difference from ${second.policy.name} is not significant`;
}

/** A low latency may be bought with requests that failed, so these are told beside it. */
function failed(shown: readonly PolicyOutcome[]): Content {
  if (shown.every(({ outcome }) => outcome.report.failed === 0)) return undefined;
  if (shown.length <= NAMED) return ` Failed: ${shown.map(failuresOf).join(', ')}.`;
  const sorted = shown.toSorted((a, b) => a.outcome.report.failed - b.outcome.report.failed);
  const [fewest, most] = [sorted[0], sorted.at(-1)];
  if (fewest === undefined || most === undefined) return undefined;
  return ` Failed: from ${failuresOf(fewest)} to ${failuresOf(most)}.`;
}

/** `random 12 of 5,000`. */
function failuresOf({ policy, outcome: { report } }: PolicyOutcome): string {
  return `${policy.name} ${formatCount(report.failed)} of ${formatCount(report.requests)}`;
}
