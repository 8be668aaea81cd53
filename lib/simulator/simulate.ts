import { optionError } from '../errors.js';
import type { Algorithm } from '../schedulers/index.js';
import { checkOptions } from '../schema/library.js';
import { without } from '../schema/option.js';
import { compareOutcomes } from './report/comparison.js';
import { SIMULATION_TABLE } from './plan/option-table.js';
import { BESIDE_TABLE, type SimulationOptions } from './plan/options.js';
import { planSimulation } from './plan/plan.js';
import type { ComparisonReport, SimulationOutcome } from './report/report.js';
import { runPlans, type RunnerOptions } from './runner.js';

/** Several policies, which all get the same requests. */
export interface ComparisonOptions extends Omit<SimulationOptions, 'algorithm'> {
  /** At least one. */
  readonly algorithms: readonly Algorithm[];
}

const COMMON_TABLE = without(SIMULATION_TABLE, 'algorithm');
const BESIDE = { ...BESIDE_TABLE, algorithms: 'strings' } as const;

/**
 * Runs one policy in virtual time.
 *
 *     const { report } = await simulate({ algorithm: 'power-of-two', backends: 100, load: 0.9 });
 *     console.log(report.meanSojourn, report.p99);
 *
 * @throws LbsimError of kind `usage` for options that make no sense; the reason of a signal that ended it early
 */
export async function simulate(
  options: SimulationOptions = {},
  runner: RunnerOptions = {},
): Promise<SimulationOutcome> {
  const [outcome] = await runPlans([planSimulation(options)], runner);
  runner.signal?.throwIfAborted();
  if (outcome === undefined) throw new TypeError('a plan had no outcome');
  return outcome;
}

/**
 * Runs several policies on the same arrivals and service times (common random numbers), so that their differences are far surer
 * than the figures themselves.
 *
 * @throws LbsimError of kind `usage` for options that make no sense
 */
export async function compare(
  comparison: ComparisonOptions,
  runner: RunnerOptions = {},
): Promise<{ readonly report: ComparisonReport; readonly outcomes: readonly SimulationOutcome[] }> {
  checkOptions('ComparisonOptions', comparison, COMMON_TABLE, BESIDE, ['algorithms']);
  const { algorithms, ...options } = comparison;
  if (algorithms.length === 0) throw optionError('algorithms [] names none: use two or more of ALGORITHMS');
  const plans = algorithms.map((algorithm) => planSimulation({ ...options, algorithm }));
  const outcomes = await runPlans(plans, runner);
  runner.signal?.throwIfAborted();
  return { report: compareOutcomes(outcomes), outcomes };
}
