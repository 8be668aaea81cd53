import { unitAfter } from '../../simulator/report/figures.js';
import type { SimulationReport } from '../../simulator/report/report.js';

/** Heads of times say the unit, if they have one. */
export function inUnit([first]: readonly SimulationReport[]): (head: string) => string {
  const unit = unitAfter(first ?? {});
  return (head) => head + unit;
}
