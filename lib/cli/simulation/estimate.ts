import { optionError } from '../../errors.js';
import type { Plan } from '../../simulator/plan/plan.js';
import { Simulation } from '../../simulator/simulation.js';
import { formatMs } from '../../units.js';
import { canAsk, confirm } from '../confirm.js';

/** What is tried at first to tell how long all will take, and by how much more the next time. */
const SAMPLE_REQUESTS = 20_000;
const SAMPLE_GROWTH = 4;
/** For all tries together, at least. */
const SAMPLE_SECONDS = 0.5;
/** Number of requests up to which no confirmation is asked for. */
const FEW = 50_000_000;
/** What takes longer is asked about. */
const LONG_SECONDS = 120;

/**
 * Asks before what will take long. Without a terminal to ask at, that is an error.
 *
 * @param signal - ends the question, as no does
 * @returns whether it is meant
 * @throws LbsimError of kind `usage`
 */
export async function confirmLong(
  plans: readonly Plan[],
  threads: number,
  signal: AbortSignal,
): Promise<boolean> {
  const requests = requestsOf(plans);
  if (requests <= FEW) return true;
  const seconds = secondsFor(plans, threads, await secondsPerRequest(plans));
  if (seconds < LONG_SECONDS) return true;
  const what = `${requests.toExponential(1).replace('.0', '').replace('+', '')} requests would take about ${formatMs(seconds * 1000)}`;
  if (!canAsk()) throw optionError(`${what}: use fewer --requests, or --yes if you mean it`);
  return confirm(what, signal);
}

/** How long all takes, in seconds; a thread without a run saves nothing. @param perRequest - on one thread, in seconds */
export function secondsFor(plans: readonly Plan[], threads: number, perRequest: number): number {
  const runs = plans.reduce((sum, { seeds }) => sum + seeds.length, 0);
  return (requestsOf(plans) * perRequest) / Math.min(threads, runs);
}

function requestsOf(plans: readonly Plan[]): number {
  return plans.reduce((sum, { settings, seeds }) => sum + settings.requests * seeds.length, 0);
}

/** The mean over the plans of what a request takes here, by a try of each. */
async function secondsPerRequest(plans: readonly Plan[]): Promise<number> {
  const least = SAMPLE_SECONDS / plans.length;
  // Code is slow until it has run for a while.
  for (const plan of plans.slice(0, 1)) await tried(plan, SAMPLE_REQUESTS);
  let sum = 0;
  for (const plan of plans) sum += await triedFor(least, plan);
  return sum / plans.length;
}

/** @returns what a request takes, by the first run that takes that long, in seconds */
async function triedFor(least: number, plan: Plan): Promise<number> {
  for (let requests = SAMPLE_REQUESTS; ; requests *= SAMPLE_GROWTH) {
    const seconds = await tried(plan, requests);
    if (seconds >= least) return seconds / requests;
  }
}

/** @returns the time that this number of requests takes here, in seconds */
async function tried({ settings, seeds }: Plan, requests: number): Promise<number> {
  const sample = { ...settings, requests, arrivalsEnd: Infinity, warmup: 0, longestWarmup: 0, bins: 0 };
  return (await new Simulation(sample, seeds[0] ?? 1).runShared()).wallSeconds;
}
