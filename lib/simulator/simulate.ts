import { compareOutcomes } from './report/comparison.js';
import type { SimulationOptions } from './plan/options.js';
import { planSimulation } from './plan/plan.js';
import type { ComparisonReport, SimulationOutcome } from './report/report.js';
import { runPlans, type RunnerOptions } from './runner.js';

/** Several policies, which all get the same requests. */
export interface ComparisonOptions extends Omit<SimulationOptions, 'algorithm'> {
  readonly algorithms: readonly string[];
}

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
  { algorithms, ...options }: ComparisonOptions,
  runner: RunnerOptions = {},
): Promise<{ readonly report: ComparisonReport; readonly outcomes: readonly SimulationOutcome[] }> {
  const plans = algorithms.map((algorithm) => planSimulation({ ...options, algorithm }));
  const outcomes = await runPlans(plans, runner);
  runner.signal?.throwIfAborted();
  return { report: compareOutcomes(outcomes), outcomes };
}
