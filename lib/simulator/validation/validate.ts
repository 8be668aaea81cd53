import { defined } from '../../defined.js';
import { didYouMean } from '../../did-you-mean.js';
import { optionError } from '../../errors.js';
import { checkOptions, defaultsOf } from '../../schema/library.js';
import { SIMULATION_DEFAULTS } from '../plan/options.js';
import { planSimulation, type Plan } from '../plan/plan.js';
import type { SimulationReport } from '../report/report.js';
import { reportOf } from '../report/run-report.js';
import type { RunResult } from '../report/run-result.js';
import { runReplications, type RunnerOptions } from '../runner.js';
import { expectation } from '../theory/expectation.js';
import { CASE_NAMES } from './case-names.js';
import { judge, relativeTolerance, type ValidationFinding } from './finding.js';
import { identities } from './identities.js';
import { VALIDATION_TABLE, type ValidationOptions } from './options.js';
import type { Figure, QueueingCase } from './queueing-case.js';
import { QUEUEING_CASES, REPLICATIONS } from './queueing-cases.js';
import { PLACEMENT_CASES, type PlacementCase } from './placement-cases.js';
import { classReadingOf, readingOf } from './reading.js';

/** Seeds are of 32 bits. */
const SEEDS = Math.floor((2 ** 32 - 1) / REPLICATIONS);

/** What `lbsim validate --json` prints. */
export interface ValidationReport {
  readonly seed: number;
  readonly effort: number;
  readonly findings: readonly ValidationFinding[];
  readonly held: number;
  /** Whether all hold, and none is left out. */
  readonly ok: boolean;
  /** All that were simulated. */
  readonly requests: number;
  readonly seconds: number;
}

/**
 * Simulates systems that queueing theory knows, and holds what comes out against what theory says.
 *
 * @throws LbsimError of kind `usage` for a case that is not there, a seed or an effort out of range
 */
export async function validate(
  given: ValidationOptions = {},
  runner: RunnerOptions = {},
): Promise<ValidationReport> {
  checkOptions('ValidationOptions', given, VALIDATION_TABLE, { only: 'strings' });
  const { only, ...options } = given;
  const unknown = only?.find((name) => !CASE_NAMES.includes(name));
  if (unknown !== undefined || only?.length === 0)
    throw optionError(
      `unknown case '${unknown ?? ''}'${didYouMean(unknown ?? '', CASE_NAMES)}: use one of ${CASE_NAMES.join(', ')}`,
    );
  const isChosen = ({ name }: { readonly name: string }): boolean => only?.includes(name) ?? true;
  const cases = [...QUEUEING_CASES, ...PLACEMENT_CASES].filter(isChosen);
  return validateCases(cases, options, runner);
}

/** As {@link validate}, for other systems. */
export async function validateCases(
  allCases: readonly (QueueingCase | PlacementCase)[],
  options: Omit<ValidationOptions, 'only'> = {},
  runner: RunnerOptions = {},
): Promise<ValidationReport> {
  const chosen = { ...defaultsOf(VALIDATION_TABLE), ...defined(options) };
  VALIDATION_TABLE.effort.kind.check('effort', chosen.effort);
  const started = performance.now();
  const cases = allCases.filter((each) => 'options' in each);
  const placements = allCases.filter((each) => 'findings' in each);
  const plans = cases.map(({ options }) => planOf(options, chosen));
  const results = await runReplications(plans, runner);
  const stopped = runner.signal?.aborted ?? false;
  // Ended early, only cases of which all replications are there can be judged.
  const judged = plans.flatMap((plan, index) => {
    const [queueingCase, runs = []] = [cases[index], results[index]];
    return queueingCase === undefined || runs.length < plan.seeds.length
      ? []
      : [{ queueingCase, plan, runs }];
  });
  const systems = judged.map(({ plan: { settings }, runs }) => ({ settings, runs }));
  const findings = [
    ...judged.flatMap(({ queueingCase, plan, runs }) => findingsOf(queueingCase, plan, runs)),
    ...(stopped ? [] : placements.flatMap((each) => each.findings(chosen.seed))),
    ...identities(systems),
  ];
  const held = findings.filter(({ verdict }) => verdict === 'holds').length;
  return {
    ...chosen,
    findings,
    held,
    ok: held === findings.length && !stopped,
    requests: systems.reduce((sum, { settings, runs }) => sum + settings.requests * runs.length, 0),
    seconds: (performance.now() - started) / 1000,
  };
}

function planOf(
  options: QueueingCase['options'],
  { seed, effort }: Required<Omit<ValidationOptions, 'only'>>,
): Plan {
  // How long a system takes to forget its beginning is no matter of effort.
  const warmup = Math.floor(options.requests * (options.warmup ?? SIMULATION_DEFAULTS.warmup));
  const requests = warmup + Math.max(1, Math.round((options.requests - warmup) * effort));
  return planSimulation({
    ...options,
    requests,
    warmup: warmup / requests,
    seed: firstSeedOf(seed),
    replications: REPLICATIONS,
  });
}

/** Two validations have no seed in common, so that the second is an opinion of its own; but those past {@link SEEDS}, of which each has its next ones. */
function firstSeedOf(seed: number): number {
  return seed > SEEDS ? seed : 1 + ((seed + SEEDS - 1) % SEEDS) * REPLICATIONS;
}

function findingsOf(queueingCase: QueueingCase, plan: Plan, runs: readonly RunResult[]): ValidationFinding[] {
  const { name, about, tolerances, expected = {} } = queueingCase;
  const { report } = reportOf(plan.settings, runs);
  const theory = expectation(plan.settings);
  const values = { mean: theory?.meanSojourn, p99: theory?.p99, ...expected };
  const ofAll = (Object.entries(tolerances) as [Figure, number][]).map(([figure, tolerance]) => {
    const value = values[figure];
    if (value === undefined) throw new TypeError(`theory has no ${figure} for the case ${name}`);
    const system = expected.system ?? theory?.system ?? about;
    return judge(
      { name, about, system, figure, ...relativeTolerance(value, tolerance) },
      readingOf(figure, report, runs),
    );
  });
  return [...ofAll, ...classFindings(queueingCase, report)];
}

/** The mean of each class of requests, where the case looks at them. */
function classFindings(
  { name, about, classTolerance }: QueueingCase,
  { perClass = [] }: SimulationReport,
): ValidationFinding[] {
  if (classTolerance === undefined) return [];
  return perClass.map((each) => {
    if (each.expected === undefined)
      throw new TypeError(`theory has no mean of ${each.class} for the case ${name}`);
    const { system, meanSojourn } = each.expected;
    const figure = `mean of ${each.class}`;
    const claim = { name, about, system, figure, ...relativeTolerance(meanSojourn, classTolerance) };
    return judge(claim, classReadingOf(each));
  });
}
