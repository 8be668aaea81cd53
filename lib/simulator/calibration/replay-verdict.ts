import type { ReplayedPick, ReplayReport } from '../../recording/report.js';
import { formatCount } from '../report/figures.js';

/** What became of a replay: `1,000 of 1,000 decisions are the same`, or the first that differs. */
export function replayVerdict({ picks, identical, differences }: ReplayReport): string {
  const verdict = `${formatCount(identical)} of ${formatCount(picks)} decisions are the same`;
  const [first] = differences;
  if (first === undefined) return verdict;
  const { line, expected, got } = first;
  return `${verdict}; the first that differs is line ${line}: recorded ${answer(expected)}, replayed ${answer(got)}`;
}

function answer(pick: ReplayedPick): string {
  return pick === null ? 'no backend' : `${pick.backend} (${pick.why})`;
}
