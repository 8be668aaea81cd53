import type { BackendReport } from '../report/report.js';
import { formatFigure, formatShare } from '../report/figures.js';
import type { Markup } from './markup.js';
import type { PolicyOutcome } from './policy.js';
import { foldedTable } from './table.js';
import { spread } from './thinning.js';

/** Bars that can be told apart; with more backends, this number of them is shown, in another order. */
export const MOST_BARS = 60;

/** A backend beside what it was to get. */
export interface BackendShare extends BackendReport {
  /** Of all requests. */
  readonly share: number;
  /** The share that its weight is of all weights. */
  readonly due: number;
}

/** All backends in their order, or, of many, some in the order of what they got for their weight. */
export function chosenShares(perBackend: readonly BackendReport[]): BackendShare[] {
  const picked = perBackend.reduce((sum, backend) => sum + backend.picked, 0);
  const weights = perBackend.reduce((sum, { weight }) => sum + weight, 0);
  const shares = perBackend.map((backend) => ({
    ...backend,
    share: picked === 0 ? 0 : backend.picked / picked,
    due: backend.weight / weights,
  }));
  if (shares.length < MOST_BARS) return shares;
  return spread(
    shares.sort((a, b) => a.share / a.due - b.share / b.due),
    MOST_BARS,
  );
}

/** All that the bars show, and how many requests each backend had. */
export function backendTable(shown: readonly PolicyOutcome[]): Markup {
  const byPolicy = shown.map(({ outcome }) => chosenShares(outcome.report.perBackend));
  const rows = (byPolicy[0] ?? []).map(({ name, speed, weight, due }, index) => [
    name,
    ...[speed, weight, formatShare(due)],
    ...byPolicy.flatMap((shares) => {
      const { share = 0, utilisation = 0, meanQueue = 0 } = shares[index] ?? {};
      return [formatShare(share), formatShare(utilisation), formatFigure(meanQueue)];
    }),
  ]);
  return foldedTable('The same data as a table', {
    caption: 'Backends: share of requests, utilisation, mean requests at it',
    head: [
      'backend',
      'speed',
      'weight',
      'share due',
      ...shown.flatMap(({ policy: { name } }) => [`${name}: share`, 'utilisation', 'mean requests']),
    ],
    rows,
  });
}
