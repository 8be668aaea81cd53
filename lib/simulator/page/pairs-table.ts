import { compareOutcomes } from '../comparison.js';
import type { Interval, PairReport, SimulationOutcome } from '../report.js';
import { formatFigure, formatInterval } from './figures.js';
import { markup, type Markup } from './markup.js';
import { section } from './section.js';
import { table } from './table.js';

/** How policies differ on the same requests, if there are several. */
export function pairsSection(outcomes: readonly SimulationOutcome[]): Markup | undefined {
  const { pairs } = compareOutcomes(outcomes);
  if (pairs.length === 0) return undefined;
  const loaded = pairs.some(({ load }) => load !== undefined);
  return section({
    id: 'pairs',
    heading: 'How surely they differ',
    reading: markup`All policies get the same requests at the same times, so their difference is surer than the figures themselves.
Below 0, the second answers sooner than the first. An interval without 0 is a difference that is not chance.`,
    plots: [],
    after: table({
      caption: 'Mean sojourn of the second policy less that of the first',
      head: [
        'second',
        'first',
        ...(loaded ? ['load'] : []),
        'difference',
        '95 % interval',
        'ratio',
        'verdict',
      ],
      names: 2,
      rows: pairs.map((pair) => [
        ...[pair.b, pair.a],
        ...(loaded ? [pair.load] : []),
        formatFigure(pair.difference),
        formatInterval(pair.confidence),
        Number.isFinite(pair.ratio) ? `${formatFigure(pair.ratio)} ×` : undefined,
        verdict(pair),
      ]),
    }),
  });
}

/** Whether 0 is outside the interval, and there is one. */
export function isSure([low, high]: Interval): boolean {
  return Number.isFinite(low) && Number.isFinite(high) && (low > 0 || high < 0);
}

function verdict({ difference, confidence }: PairReport): string {
  if (!isSure(confidence)) return 'can’t tell';
  return difference < 0 ? 'sooner' : 'later';
}
