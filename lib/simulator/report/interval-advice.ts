import type { SimulationReport } from './report.js';

const ONE_RUN = 'one run: no intervals';

/** What stands where confidence intervals would, when no run has one; undefined when one has, or there are several replications. */
export function intervalAdvice(runs: readonly SimulationReport[]): string | undefined {
  const [first] = runs;
  const single = runs.every(({ replications, confidence }) => replications === 1 && !confidence.meanSojourn);
  if (first === undefined || !single) return undefined;
  return first.plannedReplications === undefined ? `${ONE_RUN}; add --replications 10` : ONE_RUN;
}
