import type { Plan } from '../../simulator/plan/plan.js';
import { compareOutcomes } from '../../simulator/report/comparison.js';
import type { SimulationOutcome, SimulationReport } from '../../simulator/report/report.js';
import { reportOf } from '../../simulator/report/run-report.js';

/**
 * What `--json` prints. Its shape follows from what was asked for, however much of that was finished: one report; or
 * `runs`, in the order of loads and algorithms; or with `compared` the `pairs` too.
 */
export function simulationJson(
  plans: readonly Plan[],
  outcomes: readonly SimulationOutcome[],
  compared: boolean,
): unknown {
  if (compared) return compareOutcomes(outcomes);
  const [only, ...others] = plans;
  if (only === undefined || others.length > 0) return { runs: outcomes.map(({ report }) => report) };
  return outcomes[0]?.report ?? nothingFinished(only);
}

const MEASURED = [
  ...(['meanSojourn', 'p50', 'p90', 'p99', 'p999', 'max', 'meanQueue'] as const),
  ...(['utilisation', 'imbalance', 'eventsPerSecond', 'traceHash'] as const),
] satisfies readonly (keyof SimulationReport)[];

/** The report of a simulation that was interrupted before its first replication was finished: what is measured is null. */
function nothingFinished({ settings, seeds }: Plan): object {
  const unmeasured = Object.fromEntries(MEASURED.map((key) => [key, null]));
  const { report } = reportOf(settings, [], seeds.length);
  return {
    ...report,
    ...unmeasured,
    seed: seeds[0],
    perBackend: [],
    ...(report.perClass && { perClass: [] }),
  };
}
