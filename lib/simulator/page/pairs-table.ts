import { compareOutcomes } from '../report/comparison.js';
import type { PairReport, SimulationOutcome } from '../report/report.js';
import { formatFigure, formatInterval, NOTHING, unitAfter } from '../report/figures.js';
import { intervalAdvice } from '../report/interval-advice.js';
import { markup, type Markup } from './markup.js';
import { atLoad, type PolicyOutcome } from './policy.js';
import { section } from './section.js';
import { foldedTable, htmlTable, type HtmlTableOptions } from './table.js';

/** How policies differ on the same requests, if there are several: under the load that is shown and, to be unfolded, all others. */
export function pairsSection(
  outcomes: readonly SimulationOutcome[],
  shown: readonly PolicyOutcome[],
): Markup | undefined {
  const { pairs } = compareOutcomes(shown.map(({ outcome }) => outcome));
  const [first] = shown;
  if (pairs.length === 0 || first === undefined) return undefined;
  const all = compareOutcomes(outcomes).pairs;
  const unit = unitAfter(first.outcome.report);
  return section({
    id: 'pairs',
    heading: 'Are the differences significant?',
    reading: markup`All algorithms get the same requests at the same times, so their difference is more precise than the figures themselves.
Below 0, the second answers sooner than the first. A difference is significant when its interval does not contain 0.${atLoad(first)}`,
    plots: [],
    after: [
      htmlTable(differences(pairs, unit, intervalAdvice(shown.map(({ outcome }) => outcome.report)))),
      all.length > pairs.length ? foldedTable('All loads', differences(all, unit)) : undefined,
    ],
  });
}

function differences(pairs: readonly PairReport[], unit: string, advice?: string): HtmlTableOptions {
  const loads = new Set(pairs.map(({ load }) => load));
  return {
    caption: `Mean latency of the second algorithm less that of the first${unit === '' ? '' : `, in${unit}`}${advice === undefined ? '' : `; ${advice.replaceAll('\n', '; ')}`}`,
    head: [
      ...['second', 'first'],
      ...(loads.size > 1 ? ['load'] : []),
      ...['difference', '95 % interval', 'ratio', 'the second is'],
    ],
    names: 2,
    rows: pairs.map((pair) => [
      ...[pair.b, pair.a],
      ...(loads.size > 1 ? [pair.load] : []),
      formatFigure(pair.difference),
      formatInterval(pair.confidence),
      pair.ratio === null ? NOTHING : `${formatFigure(pair.ratio)} ×`,
      verdict(pair),
    ]),
  };
}

function verdict(pair: PairReport): string {
  const unequal = pair.answered === undefined ? '' : ', though not the same requests were answered';
  return meanVerdict(pair) + unequal;
}

function meanVerdict({ difference, confidence, significant }: PairReport): string {
  if (difference === 0 && confidence?.every((bound) => bound === 0) === true) return 'the same';
  if (confidence === null || difference === null) return NOTHING;
  if (!significant) return 'no significant difference';
  return difference < 0 ? 'sooner' : 'later';
}
