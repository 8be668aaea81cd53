import type { Plan } from '../../simulator/plan/plan.js';
import type { SimulationOutcome } from '../../simulator/report/report.js';

/**
 * How far simulations came: `2 of 3 simulations finished`, `3 of 10 replications finished`. An unfinished simulation whose
 * results are shown is named: `0 of 2 simulations finished; 2 of 10 replications of round-robin at load 0.8`.
 */
export function progressText(plans: readonly Plan[], outcomes: readonly SimulationOutcome[]): string {
  const replications = plans[0]?.seeds.length ?? 1;
  if (plans.length === 1) {
    const unit = replications > 1 ? 'replications' : 'simulations';
    return `${outcomes[0]?.report.replications ?? 0} of ${replications} ${unit} finished`;
  }
  const unfinished = outcomes.find(({ report }) => report.plannedReplications !== undefined);
  const finished = unfinished === undefined ? outcomes.length : 0;
  return `${finished} of ${plans.length} simulations finished${unfinishedText(unfinished)}`;
}

function unfinishedText(outcome: SimulationOutcome | undefined): string {
  if (outcome === undefined) return '';
  const { algorithm, load, replications, plannedReplications = replications } = outcome.report;
  const at = load === undefined ? '' : ` at load ${load}`;
  return `; ${replications} of ${plannedReplications} replications of ${algorithm}${at}`;
}
