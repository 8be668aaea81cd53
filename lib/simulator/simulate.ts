import { defined } from '../defined.js';
import { optionError } from '../errors.js';
import { checkShape, type Shape } from '../option-shape.js';
import { loadAlgorithm } from '../load-algorithm.js';
import { isAlgorithmPath, type AlgorithmPath } from '../schedulers/algorithm-path.js';
import type { AlgorithmOption } from '../schedulers/chosen-algorithm.js';
import { compareOutcomes } from './report/comparison.js';
import { SIMULATION_SHAPE, type SimulationOptions } from './plan/options.js';
import { planSimulation } from './plan/plan.js';
import type { ComparisonReport, SimulationOutcome } from './report/report.js';
import { runPlans, type RunnerOptions } from './runner.js';

/** Several policies, which all get the same requests. */
export interface ComparisonOptions extends Omit<SimulationOptions, 'algorithm'> {
  /** At least one. */
  readonly algorithms: readonly (AlgorithmOption | AlgorithmPath)[];
}

const COMPARISON_SHAPE: Shape<ComparisonOptions> = {
  ...defined({ ...SIMULATION_SHAPE, algorithm: undefined }),
  algorithms: 'algorithms',
};

/**
 * Runs one policy in virtual time.
 *
 *     const { report } = await simulate({ algorithm: 'power-of-two', backends: 100, load: 0.9 });
 *     console.log(report.meanSojourn, report.p99);
 *
 * @throws LbsimError of kind `usage` for options that make no sense; `ERR_ALGORITHM` of kind `runtime` when an algorithm of
 *   one's own fails; the reason of a signal that ended it early
 */
export async function simulate(
  options: SimulationOptions = {},
  runner: RunnerOptions = {},
): Promise<SimulationOutcome> {
  checkShape('SimulationOptions', options, SIMULATION_SHAPE);
  const { algorithm } = options;
  const plan = planSimulation({ ...options, ...(algorithm && { algorithm: await loaded(algorithm) }) });
  const [outcome] = await runPlans([plan], runner);
  runner.signal?.throwIfAborted();
  if (outcome === undefined) throw new TypeError('a plan had no outcome');
  return outcome;
}

/**
 * Runs several policies on the same arrivals and service times (common random numbers), so that their differences are far surer
 * than the figures themselves.
 *
 * @throws LbsimError as {@link simulate}
 */
export async function compare(
  comparison: ComparisonOptions,
  runner: RunnerOptions = {},
): Promise<{ readonly report: ComparisonReport; readonly outcomes: readonly SimulationOutcome[] }> {
  checkShape('ComparisonOptions', comparison, COMPARISON_SHAPE, ['algorithms']);
  const { algorithms, ...options } = comparison;
  if (algorithms.length === 0) throw optionError('algorithms [] names none: use two or more of ALGORITHMS');
  const chosen = await Promise.all(algorithms.map(loaded));
  const plans = chosen.map((algorithm) => planSimulation({ ...options, algorithm }));
  const outcomes = await runPlans(plans, runner);
  runner.signal?.throwIfAborted();
  return { report: compareOutcomes(outcomes), outcomes };
}

/** With what a path leads to in its place. */
async function loaded(algorithm: AlgorithmOption | AlgorithmPath): Promise<AlgorithmOption | AlgorithmPath> {
  return typeof algorithm === 'string' && isAlgorithmPath(algorithm) ? loadAlgorithm(algorithm) : algorithm;
}
