import type { SimulationReport } from '../../simulator/report/report.js';

/** Heads of times say the unit, if they have one. */
export function inUnit(runs: readonly SimulationReport[]): (head: string) => string {
  const unit = runs[0]?.timeUnit;
  return (head) => (unit === undefined ? head : `${head} ${unit}`);
}
