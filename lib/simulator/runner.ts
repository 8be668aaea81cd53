import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { LbsimError, outOfRange, type ErrorCode, type ErrorKind } from '../errors.js';
import { checkShape, type Shape } from '../option-shape.js';
import type { AlgorithmSource } from '../schedulers/custom-algorithm.js';
import type { Plan } from './plan/plan.js';
import { reportOf } from './report/run-report.js';
import type { PlayableOutcome } from './report/report.js';
import type { RunResult } from './report/run-result.js';
import type { SimulationSettings } from './plan/settings.js';
import { Simulation } from './simulation.js';

/** How simulations are carried out, which changes nothing about what they find. */
export interface RunnerOptions {
  /**
   * Threads that work at once; 0 does all in this one, which hears and says nothing meanwhile, as does any number where an
   * algorithm of one's own has no file that a thread could load. @default one for each processor, none for a short simulation
   */
  readonly threads?: number;
  /** Told now and then which share of all is done. */
  readonly progress?: (share: number) => void;
  /** Ends it early, with what has been finished by then. */
  readonly signal?: AbortSignal;
}

/** Requests and backends that are simulated within about 50 ms. */
const SHORT = 20_000;

const SHAPE: Shape<RunnerOptions> = { threads: 'number', progress: 'function', signal: 'object' };

/** One run that is to be made. */
export interface Task {
  readonly settings: SimulationSettings;
  readonly seed: number;
  /** Requests that are recorded to be played, at most. */
  readonly dots: number;
}

/** A task as it goes to a thread, which loads an algorithm of one's own itself. */
export interface ThreadTask extends Task {
  readonly algorithm?: AlgorithmSource | undefined;
}

/** What a thread says: how far its task is, what it found, or which error of lbsim's own ended it. */
export type ThreadReport =
  | { readonly share: number }
  | { readonly result: RunResult }
  | { readonly failure: { readonly code: ErrorCode; readonly message: string; readonly kind: ErrorKind } };

/**
 * Carries out plans, all their replications spread over threads.
 *
 * @returns what each has found, in their order; when ended early, only those that are whole, or if none is, what there
 *   is of the first one
 */
export async function runPlans(
  plans: readonly Plan[],
  options: RunnerOptions = {},
): Promise<PlayableOutcome[]> {
  const runs = await runReplications(plans, options);
  const found = plans.map(({ settings, seeds }, plan) => ({ settings, seeds, results: runs[plan] ?? [] }));
  const whole = found.filter(({ seeds, results }) => results.length === seeds.length);
  const begun = found.filter(({ results }) => results.length > 0);
  return (whole.length > 0 ? whole : begun.slice(0, 1)).map(({ settings, seeds, results }) => {
    const outcome = reportOf(settings, results, seeds.length);
    const playback = results[0]?.playback;
    return playback === undefined ? outcome : { ...outcome, playback };
  });
}

/** As {@link runPlans}. @returns what those replications of each plan have found that were finished, in the order of their seeds */
export async function runReplications(
  plans: readonly Plan[],
  options: RunnerOptions = {},
): Promise<RunResult[][]> {
  checkShape('RunnerOptions', options, SHAPE);
  const tasks = plans.flatMap(({ settings, seeds, dots = 0 }) =>
    seeds.map((seed, replication) => ({ settings, seed, dots: replication === 0 ? dots : 0 })),
  );
  const { threads = isShort(tasks) ? 0 : availableParallelism(), progress, signal } = options;
  if (!Number.isInteger(threads) || threads < 0) throw outOfRange('threads', threads, 'an integer from 0 up');
  const progressOf = sharedProgress(tasks, progress);
  const results =
    threads === 0 ||
    tasks.some(({ settings: { custom } }) => custom !== undefined && custom.source === undefined)
      ? await runHere(tasks, progressOf, signal)
      : await runInThreads(tasks, Math.min(threads, tasks.length), progressOf, signal);
  let done = 0;
  return plans.map(({ seeds }) => {
    const own = results.slice(done, done + seeds.length);
    done += seeds.length;
    // Ended early, there are gaps: the first replication takes longer than others where it is recorded.
    return own.filter((result) => (result as RunResult | undefined) !== undefined);
  });
}

/** Whether all is done sooner than a thread has started. An algorithm of one's own may take any time, and needs one that can be ended. */
function isShort(tasks: readonly Task[]): boolean {
  const work = ({ settings: { requests, speeds, balancers } }: Task): number =>
    requests + speeds.length * balancers;
  return (
    tasks.every(({ settings: { custom, scenario } }) => custom === undefined && scenario === undefined) &&
    tasks.reduce((sum, task) => sum + work(task), 0) <= SHORT
  );
}

async function runHere(
  tasks: readonly Task[],
  progressOf: (index: number) => (share: number) => void,
  signal: AbortSignal | undefined,
): Promise<RunResult[]> {
  const results: RunResult[] = [];
  for (const [index, { settings, seed, dots }] of tasks.entries()) {
    if (signal?.aborted) break;
    results.push(await new Simulation(settings, seed, dots).runShared(progressOf(index)));
  }
  return results;
}

async function runInThreads(
  tasks: readonly Task[],
  threads: number,
  progressOf: (index: number) => (share: number) => void,
  signal: AbortSignal | undefined,
): Promise<RunResult[]> {
  const results: RunResult[] = [];
  const stopped = abortOf(signal);
  const workers: Worker[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./simulation-thread.js', import.meta.url));
    workers.push(worker);
    try {
      for (let index = next++; index < tasks.length; index = next++) {
        const task = tasks[index];
        if (task === undefined) return;
        const result = await Promise.race([runIn(worker, task, progressOf(index)), stopped]);
        if (result === undefined) return;
        results[index] = result;
      }
    } finally {
      await worker.terminate();
    }
  };
  try {
    await Promise.all(Array.from({ length: threads }, work));
  } catch (error) {
    // What one of them has failed at, nobody wants of the others.
    await Promise.all(workers.map((worker) => worker.terminate()));
    throw error;
  }
  return results;
}

/** Resolves when the signal comes, if ever. */
function abortOf(signal: AbortSignal | undefined): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve(undefined);
    else signal?.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function runIn(worker: Worker, task: Task, progress: (share: number) => void): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const hear = (report: ThreadReport): void => {
      if ('share' in report) {
        progress(report.share);
        return;
      }
      worker.off('message', hear).off('error', reject);
      if ('result' in report) resolve(report.result);
      else reject(new LbsimError(report.failure.code, report.failure.message, report.failure));
    };
    worker.on('message', hear).once('error', reject);
    const { custom, ...settings } = task.settings;
    worker.postMessage({ ...task, settings, algorithm: custom?.source } satisfies ThreadTask);
  });
}

/** The progress of all from that of each, which counts by its number of requests. */
function sharedProgress(
  tasks: readonly Task[],
  progress: ((share: number) => void) | undefined,
): (index: number) => (share: number) => void {
  const all = tasks.reduce((sum, { settings }) => sum + settings.requests, 0);
  const shares = tasks.map(() => 0);
  return (index) => (share) => {
    shares[index] = share;
    progress?.(
      tasks.reduce((sum, { settings }, each) => sum + settings.requests * (shares[each] ?? 0), 0) / all,
    );
  };
}
