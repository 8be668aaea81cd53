import { defined } from '../../defined.js';
import { LbsimError } from '../../errors.js';
import { LatencyHistogram } from '../../latency/latency-histogram.js';
import type { LatencySummary } from '../../latency/latency-summary.js';
import type { RecordingHeader } from '../../recording/format.js';
import { recordedConnections } from '../../recording/recorded-connections.js';
import { replay } from '../../recording/replay.js';
import type { ReplayReport } from '../../recording/report.js';
import { ALGORITHMS } from '../../schedulers/index.js';
import { predictionInterval } from '../measures/confidence.js';
import type { SimulationOptions } from '../plan/options.js';
import { planSimulation, type Plan } from '../plan/plan.js';
import { SampleFiles } from '../plan/sample-files.js';
import type { Interval } from '../report/report.js';
import { reportOf } from '../report/run-report.js';
import type { RunResult } from '../report/run-result.js';
import { runReplications, type RunnerOptions } from '../runner.js';
import type { Calibration } from './calibrate.js';
import { recordedRun, sharesOf, type Shares } from './recorded-run.js';
import { simulatedOptions } from './simulated-options.js';
import { surroundingsOf, type Surroundings } from './surroundings.js';

/** A recorded run beside what became of the same traffic otherwise. */
export interface WhatIf {
  /** The decisions of the run, made again. */
  readonly replay: ReplayReport;
  /** As recorded, simulated under the same algorithm, and simulated under each other one. */
  readonly runs: readonly WhatIfRun[];
  /** Whether what was recorded is where 95 % of single simulated runs are; null with one replication. */
  readonly within: { readonly mean: boolean; readonly p99: boolean } | null;
  /** Those of the calibration. */
  readonly limits: readonly string[];
}

export interface WhatIfRun {
  readonly kind: 'recorded' | 'simulated' | 'what-if';
  readonly algorithm: string;
  readonly latency: LatencySummary;
  /** Of the connections that each backend had. */
  readonly shares: Shares;
  /** Connections that were not established; requests that failed. */
  readonly failed: number;
  /** Of a simulation with several replications: the bounds between which 95 % of single runs are. */
  readonly oneRun: { readonly mean: Interval; readonly p99: Interval } | null;
}

/** A run, and what only pictures need. */
export interface WhatIfOutcome extends WhatIfRun {
  /** The share of requests that took at least `value`, falling from 1. */
  readonly tail: readonly { readonly value: number; readonly share: number }[];
}

export interface WhatIfOptions extends RunnerOptions {
  readonly replications: number;
}

/** What the text of a recording is called in a plan; no file of that name is read. */
const PATH = 'recording';

/**
 * Replays a recorded run, simulates it with the recorded arrivals and service times, and simulates the same traffic under each other
 * algorithm.
 *
 * @param text - of the recording
 * @param name - of the recording, for errors
 * @throws LbsimError `ERR_ALGORITHM` of kind `usage` for a run under an algorithm of one's own; the reason of a signal that ended it
 */
export async function whatIf(
  text: string,
  name: string,
  calibration: Calibration,
  { replications, ...runner }: WhatIfOptions,
): Promise<Omit<WhatIf, 'runs'> & { readonly runs: readonly WhatIfOutcome[] }> {
  const recorded = recordedConnections(text, name);
  const { header } = recorded;
  if (header.algorithmFile !== undefined)
    throw new LbsimError(
      'ERR_ALGORITHM',
      `recording '${name}' was made with an algorithm that is not lbsim's own, ${header.algorithm}: leave out --html and --what-if`,
      { kind: 'usage' },
    );
  const replayed = await replay(text.split('\n'), defined({ name, signal: runner.signal }));
  const plans = plansOf(text, calibration, header, surroundingsOf(text, name), replications);
  const found = await runReplications(plans, runner);
  runner.signal?.throwIfAborted();
  const names = calibration.backends.map((backend) => backend.name);
  const [simulated, ...others] = plans.map((plan, index) =>
    simulatedRun(plan, found[index] ?? [], names, index === 0 ? 'simulated' : 'what-if'),
  );
  if (simulated === undefined) throw new TypeError('nothing was simulated');
  const original = {
    kind: 'recorded' as const,
    algorithm: header.algorithm,
    ...recordedRun(recorded),
    oneRun: null,
  };
  return {
    replay: replayed,
    runs: [original, simulated, ...others],
    within: withinOf(original.latency, simulated.oneRun),
    limits: calibration.limits,
  };
}

/** Of the recorded algorithm first. */
function plansOf(
  text: string,
  { backends }: Calibration,
  header: RecordingHeader,
  surroundings: Surroundings,
  replications: number,
): Plan[] {
  const files = new SampleFiles([[PATH, text]]);
  const options: SimulationOptions = {
    ...simulatedOptions(header, backends, surroundings),
    arrivals: `trace:${PATH}`,
    service: `empirical:${PATH}`,
    replications,
  };
  const others = ALGORITHMS.filter((algorithm) => algorithm !== header.algorithm);
  return [header.algorithm, ...others].map((algorithm) =>
    planSimulation({ ...options, algorithm: algorithm as (typeof others)[number] }, files),
  );
}

function simulatedRun(
  { settings }: Plan,
  results: readonly RunResult[],
  names: readonly string[],
  kind: 'simulated' | 'what-if',
): WhatIfOutcome {
  const { report, tail } = reportOf(settings, results);
  const { algorithm, latency, perBackend, failed } = report;
  const mean = boundsOf(results.map(({ meanSojourn }) => meanSojourn));
  const p99 = boundsOf(results.map((run) => new LatencyHistogram(run.histogram).quantile(0.99)));
  const shares = sharesOf(
    names,
    perBackend.map(({ completed }) => completed),
  );
  const oneRun = mean === undefined || p99 === undefined ? null : { mean, p99 };
  return { kind, algorithm, latency, shares, failed, oneRun, tail };
}

/**
 * The bounds between which 95 % of single runs are. The interval of Student's t is symmetric, and below 0 where runs vary by more than
 * their mean; no latency is.
 */
function boundsOf(latencies: readonly number[]): Interval | undefined {
  const interval = predictionInterval(latencies);
  return interval && [Math.max(0, interval[0]), interval[1]];
}

function withinOf({ mean, p99 }: LatencySummary, oneRun: WhatIfRun['oneRun']): WhatIf['within'] {
  if (oneRun === null || mean === null || p99 === null) return null;
  const isIn = (value: number, [low, high]: Interval): boolean => low <= value && value <= high;
  return { mean: isIn(mean, oneRun.mean), p99: isIn(p99, oneRun.p99) };
}
