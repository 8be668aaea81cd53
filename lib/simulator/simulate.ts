import { optionError } from '../errors.js';
import { loadAlgorithm } from '../load-algorithm.js';
import { isAlgorithmPath, type AlgorithmPath } from '../schedulers/algorithm-path.js';
import type { AlgorithmOption } from '../schedulers/chosen-algorithm.js';
import { checkOptions } from '../schema/library.js';
import { without } from '../schema/option.js';
import { compareOutcomes } from './report/comparison.js';
import { SIMULATION_TABLE } from './plan/option-table.js';
import { BESIDE_TABLE, type SimulationOptions } from './plan/options.js';
import { planSimulation } from './plan/plan.js';
import { SampleFiles } from './plan/sample-files.js';
import type { ComparisonReport, SimulationOutcome } from './report/report.js';
import { runPlans, type RunnerOptions } from './runner.js';

/** Several policies, which all get the same requests. */
export interface ComparisonOptions extends Omit<SimulationOptions, 'algorithm'> {
  /** At least one. */
  readonly algorithms: readonly (AlgorithmOption | AlgorithmPath)[];
}

const COMMON_TABLE = without(SIMULATION_TABLE, 'algorithm');
const BESIDE = { ...BESIDE_TABLE, algorithms: 'algorithms' } as const;

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
  checkOptions('SimulationOptions', options, SIMULATION_TABLE, BESIDE_TABLE);
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
  checkOptions('ComparisonOptions', comparison, COMMON_TABLE, BESIDE, ['algorithms']);
  const { algorithms, ...options } = comparison;
  if (algorithms.length === 0) throw optionError('algorithms [] names none: use two or more of ALGORITHMS');
  const chosen = await Promise.all(algorithms.map(loaded));
  const files = new SampleFiles();
  const plans = chosen.map((algorithm) => planSimulation({ ...options, algorithm }, files));
  const outcomes = await runPlans(plans, runner);
  runner.signal?.throwIfAborted();
  return { report: compareOutcomes(outcomes), outcomes };
}

/** With what a path leads to in its place. */
async function loaded(algorithm: AlgorithmOption | AlgorithmPath): Promise<AlgorithmOption | AlgorithmPath> {
  return typeof algorithm === 'string' && isAlgorithmPath(algorithm) ? loadAlgorithm(algorithm) : algorithm;
}
