import type { SimulationReport } from './report.js';

/** Runs whose advice is told one by one. */
const SHOWN = 3;

/** What stands where confidence intervals would, for each run that has none: why, and what would do; a line each, or one for all. */
export function intervalAdvice(runs: readonly SimulationReport[]): string | undefined {
  const without = runs.filter(({ advice }) => advice !== undefined);
  const [one, ...others] = new Set(without.map(({ advice = '' }) => advice));
  if (one === undefined || (others.length === 0 && without.length === runs.length)) return one;
  const lines = without.map(({ algorithm, load, advice = '' }) => {
    const at = new Set(runs.map((run) => run.load)).size > 1 ? ` at load ${load ?? 0}` : '';
    return `${algorithm}${at}: ${advice}`;
  });
  const more = lines.length - SHOWN;
  return [
    ...lines.slice(0, SHOWN),
    ...(more > 0 ? [`${more} more runs have none either; --json has all`] : []),
  ].join('\n');
}
