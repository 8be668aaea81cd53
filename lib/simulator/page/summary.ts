import { compareOutcomes, isSure } from '../report/comparison.js';
import type { SimulationOutcome } from '../report/report.js';
import {
  formatCount,
  formatFigure,
  formatInterval,
  formatTime,
  NOTHING,
  unitAfter,
} from '../report/figures.js';
import { markup, type Content, type Markup } from './markup.js';
import type { PolicyOutcome } from './policy.js';

/** What came out, in a sentence or two: of one policy its mean and p99, of several the least, and whether that is sure. */
export function summary(
  outcomes: readonly SimulationOutcome[],
  shown: readonly PolicyOutcome[],
): Markup | undefined {
  const [best, second] = [...shown].sort(
    (a, b) => a.outcome.report.meanSojourn - b.outcome.report.meanSojourn,
  );
  if (best === undefined) return undefined;
  const { meanSojourn, p99, confidence, load } = best.outcome.report;
  const at = new Set(outcomes.map(({ report }) => report.load)).size > 1 ? ` at load ${load ?? 0}` : '';
  const interval = confidence.meanSojourn ? ` (95 %: ${formatInterval(confidence.meanSojourn)})` : '';
  const { report } = best.outcome;
  const [mean, tail] = [meanSojourn, p99].map((value) => {
    const text = formatTime(report, value);
    return text === NOTHING ? text : text + unitAfter(report);
  });
  const figures = markup`<strong>${mean}</strong>${interval}, p99 ${tail}`;
  const sentence =
    second === undefined
      ? markup`Mean sojourn${at} ${figures}.`
      : markup`Lowest mean sojourn${at}: <strong>${best.policy.name}</strong>, ${figures}${runnerUp(best, second)}.`;
  return markup`<p class="summary">${sentence}${failed(shown)}</p>`;
}

function runnerUp(best: PolicyOutcome, second: PolicyOutcome): string {
  const [pair] = compareOutcomes([best.outcome, second.outcome]).pairs;
  if (pair === undefined) return '';
  return isSure(pair.confidence)
    ? `; ${second.policy.name} takes ${formatFigure(pair.ratio)} times as long`
    : `, though it can’t be told apart from ${second.policy.name}`;
}

/** A low sojourn may be bought with requests that failed, so these are told beside it. */
function failed(shown: readonly PolicyOutcome[]): Content {
  if (shown.every(({ outcome }) => outcome.report.failed === 0)) return undefined;
  const counts = shown.map(
    ({ policy, outcome }) =>
      `${policy.name} ${formatCount(outcome.report.failed)} of ${formatCount(outcome.report.requests)}`,
  );
  return ` Failed: ${counts.join(', ')}.`;
}
