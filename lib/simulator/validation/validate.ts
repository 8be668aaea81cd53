import { planSimulation, type Plan } from '../plan.js';
import { reportOf } from '../run-report.js';
import type { RunResult } from '../run-result.js';
import { runReplications, type RunnerOptions } from '../runner.js';
import { expectation } from '../theory/expectation.js';
import { judge, within, type Finding } from './finding.js';
import { identities } from './identities.js';
import type { Figure, QueueingCase } from './queueing-case.js';
import { QUEUEING_CASES, REPLICATIONS } from './queueing-cases.js';
import { readingOf } from './reading.js';

export interface ValidationOptions {
  /** Of the first replication; the others have the next ones. @default 1 */
  readonly seed?: number;
  /** So many times the requests: more is surer, and less is soon no proof at all. @default 1 */
  readonly effort?: number;
  /** @default all */
  readonly cases?: readonly QueueingCase[];
}

/** What `lbsim validate --json` prints. */
export interface ValidationReport {
  readonly seed: number;
  readonly effort: number;
  readonly findings: readonly Finding[];
  readonly held: number;
  /** Whether all hold. */
  readonly ok: boolean;
  /** All that were simulated. */
  readonly requests: number;
  readonly seconds: number;
}

/** The defaults, on the command line too. */
export const VALIDATION_DEFAULTS = { seed: 1, effort: 1 } as const;

/**
 * Simulates systems that queueing theory knows, and holds what comes out against what theory says.
 *
 * @throws LbsimError of kind `usage` for a seed or an effort out of range
 */
export async function validate(
  { seed, effort, cases = QUEUEING_CASES }: ValidationOptions = {},
  runner: RunnerOptions = {},
): Promise<ValidationReport> {
  const chosen = { seed: seed ?? VALIDATION_DEFAULTS.seed, effort: effort ?? VALIDATION_DEFAULTS.effort };
  const started = performance.now();
  const plans = cases.map(({ options }) => planOf(options, chosen));
  const results = await runReplications(plans, runner);
  const systems = plans.map(({ settings }, index) => ({ settings, runs: results[index] ?? [] }));
  const findings = [
    ...cases.flatMap((each, index) => findingsOf(each, plans[index], results[index] ?? [])),
    ...identities(systems),
  ];
  const held = findings.filter(({ verdict }) => verdict === 'holds').length;
  return {
    ...chosen,
    findings,
    held,
    ok: held === findings.length,
    requests: systems.reduce((sum, { settings, runs }) => sum + settings.requests * runs.length, 0),
    seconds: (performance.now() - started) / 1000,
  };
}

function planOf(
  options: QueueingCase['options'],
  { seed, effort }: Required<Omit<ValidationOptions, 'cases'>>,
): Plan {
  const requests = Math.max(1, Math.round(options.requests * effort));
  return planSimulation({ ...options, requests, seed, replications: REPLICATIONS });
}

function findingsOf(
  { name, about, tolerances, expected = {} }: QueueingCase,
  plan: Plan | undefined,
  runs: readonly RunResult[],
): Finding[] {
  if (plan === undefined) return [];
  const { report } = reportOf(plan.settings, runs);
  const theory = expectation(plan.settings);
  const values = { 'mean sojourn': theory?.meanSojourn, p99: theory?.p99, ...expected };
  return (Object.entries(tolerances) as [Figure, number][]).map(([figure, tolerance]) => {
    const value = values[figure];
    if (value === undefined) throw new TypeError(`theory has no ${figure} for the case ${name}`);
    const system = expected.system ?? theory?.system ?? about;
    return judge(
      { name, about, system, figure, ...within(value, tolerance) },
      readingOf(figure, report, runs),
    );
  });
}
