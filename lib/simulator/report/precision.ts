import { batchEstimate, lagOne } from '../measures/batch-estimate.js';
import { batchFrom, batchMeans } from '../measures/batches.js';
import { estimate, type Estimate } from '../measures/confidence.js';
import type { Precision } from '../measures/precision.js';
import { requestsForRareServices } from '../plan/rare-services.js';
import { runLength } from '../plan/run-length.js';
import type { SimulationSettings } from '../plan/settings.js';
import { isOfTrace } from '../plan/workload.js';
import { hasVariance } from '../../workload/service-times.js';
import { formatService } from '../../workload/parse-service.js';
import { formatCount } from './figures.js';
import type { RunResult } from './run-result.js';

/** Where nothing is known beforehand, batches of this number must not be correlated more than that. */
const SHOWN = { batches: 128, correlation: 0.25 };
/** Times that replications together need the requests of a single run, as each has a mean of its own; and among how many that is shared. */
const TOGETHER = 2;
const SHARED_BY = 10;
/** A run whose batches are correlated by 1 needs to be longer by this factor, as correlation falls with length. */
const GROWTH = 6;
const LEAST_GROWTH = 2;
/** Requests that nobody simulates. */
const HOPELESS = 1e11;
const OTHERWISE = 'compare medians and percentiles';

/** What is known beside what the runs themselves have found. */
interface Known {
  /** How many replications there were to be. */
  readonly planned: number;
  /** That backends got more than they can serve, if some did. */
  readonly overload: string | undefined;
}

/** How well the mean latency is known, or why it is not. */
export function precisionOf(
  settings: SimulationSettings,
  runs: readonly RunResult[],
  { planned, overload }: Known,
): Precision {
  const [first, ...others] = runs;
  if (first === undefined) return { means: [] };
  const nothing = overload ?? unanswered(runs);
  if (nothing !== undefined) return { means: [], advice: nothing };
  if (!hasVariance(settings.service))
    return {
      means: [],
      advice: `latencies of ${formatService(settings.service)} service have no variance: no interval of the mean; ${OTHERWISE}`,
    };
  if (others.length === 0 && planned > 1)
    return { means: [], advice: `one of ${planned} replications: no intervals` };
  if (others.length === 0 && hasCourse(settings))
    return { means: [], advice: 'one run: no intervals; add --replications 10' };
  const short = tooShort(settings, runs);
  if (short !== undefined) return { means: [], advice: short };
  if (others.length > 0) {
    const means = runs.map(({ meanSojourn }) => meanSojourn);
    return { means, estimate: estimate(means) };
  }
  const { batches, warmup, requests } = first;
  const counted = { batches, from: batchFrom(batches, warmup, requests) };
  const found = batchEstimate((number) => batchMeans(batches, counted.from, number));
  return found === undefined
    ? { means: [], advice: longerRun(settings, LEAST_GROWTH * settings.requests) }
    : { means: [], counted, estimate: found };
}

/** That there are runs without a latency, if there are. */
function unanswered(runs: readonly RunResult[]): string | undefined {
  const { length } = runs.filter(({ perBackend }) => perBackend.every(({ completed }) => completed === 0));
  if (length === 0) return undefined;
  return length === runs.length
    ? 'no request was answered: there is no latency to estimate'
    : `in ${length} of ${runs.length} replications no request was answered: no intervals`;
}

/** Whether its requests tell a story, so that its parts are not alike. */
function hasCourse({ scenario, workload }: SimulationSettings): boolean {
  return scenario !== undefined || isOfTrace(workload);
}

/** Why the runs are too short, if they are: to forget how they began, or, of a single one, for their parts to be independent. */
function tooShort(settings: SimulationSettings, runs: readonly RunResult[]): string | undefined {
  const { requests } = settings;
  if (hasCourse(settings)) return undefined;
  const needed = runLength(settings);
  const unsettled = runs.filter(({ isSettled }) => !isSettled).length > runs.length / 2;
  if (runs.length > 1) {
    const least = Math.max(
      2 * needed.warmup,
      (TOGETHER * needed.requests) / Math.min(runs.length, SHARED_BY),
    );
    if (requests < least) return longer(settings, least);
    return unsettled ? longer(settings, LEAST_GROWTH * requests) : undefined;
  }
  const least = Math.max(needed.requests, requestsForRareServices(settings));
  if (least > HOPELESS)
    return `no run is long enough for an interval of the mean of ${formatService(settings.service)} service: ${OTHERWISE}`;
  if (requests < least) return longerRun(settings, least);
  if (unsettled) return longerRun(settings, LEAST_GROWTH * requests);
  const correlation = needed.isKnown ? 0 : shownCorrelation(runs[0]);
  return correlation > SHOWN.correlation
    ? longerRun(settings, requests * Math.max(LEAST_GROWTH, GROWTH * correlation))
    : undefined;
}

function shownCorrelation(run: RunResult | undefined): number {
  if (run === undefined) return 0;
  const { batches, warmup, requests } = run;
  const means = batchMeans(batches, batchFrom(batches, warmup, requests), SHOWN.batches);
  // Without enough requests for that number of batches nothing is shown.
  return means.length > 0 && means.every(Number.isFinite) ? lagOne(means) : 1;
}

/**
 * What a single run needs. Where the run has to show how long queues are correlated, a short one shows too little of it: to look at
 * loads does not make that longer than it is without.
 */
function longerRun(settings: SimulationSettings, needed: number): string {
  const { isKnown } = runLength(settings);
  const least = isKnown ? 0 : runLength({ ...settings, algorithm: 'random' }).requests;
  return longer(settings, Math.max(needed, least));
}

function longer({ requests }: SimulationSettings, needed: number): string {
  const size = 10 ** (Math.floor(Math.log10(needed)) - 1);
  const rounded = Math.ceil(needed / size - 1e-9) * size;
  return `${formatCount(requests)} requests are too few for a confidence interval: use --requests ${rounded}`;
}

/** What two simulations on the same requests say of the difference of their means: `b` less `a`. */
export function differenceOf(a: Precision, b: Precision): Estimate | undefined {
  if (a.counted === undefined || b.counted === undefined)
    return a.means.length === b.means.length
      ? estimate(a.means.map((mean, run) => (b.means[run] ?? 0) - mean))
      : undefined;
  const [first, second] = [a.counted, b.counted];
  const from = Math.max(first.from, second.from);
  return batchEstimate((number) => {
    const others = batchMeans(second.batches, from, number);
    return batchMeans(first.batches, from, number).map((mean, batch) => (others[batch] ?? NaN) - mean);
  });
}
