import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { outOfRange } from '../errors.js';
import { checkShape, type Shape } from '../option-shape.js';
import type { Plan } from './plan/plan.js';
import { reportOf } from './report/run-report.js';
import type { SimulationOutcome } from './report/report.js';
import type { RunResult } from './report/run-result.js';
import type { SimulationSettings } from './plan/settings.js';
import { Simulation } from './simulation.js';

/** How simulations are carried out, which changes nothing about what they find. */
export interface RunnerOptions {
  /** Threads that work at once; 0 does all in this one, which hears and says nothing meanwhile. @default one for each processor */
  readonly threads?: number;
  /** Told now and then which share of all is done. */
  readonly progress?: (share: number) => void;
}

const SHAPE: Shape<RunnerOptions> = { threads: 'number', progress: 'function' };

/** One run that is to be made. */
export interface Task {
  readonly settings: SimulationSettings;
  readonly seed: number;
}

/** What a thread says: how far its task is, or what it found. */
export type ThreadReport = { readonly share: number } | { readonly result: RunResult };

/** Carries out plans, all their replications spread over threads. @returns what each has found, in their order */
export async function runPlans(
  plans: readonly Plan[],
  options: RunnerOptions = {},
): Promise<SimulationOutcome[]> {
  const results = await runReplications(plans, options);
  return plans.map(({ settings }, plan) => reportOf(settings, results[plan] ?? []));
}

/** As {@link runPlans}. @returns what the replications of each plan have found, in the order of their seeds */
export async function runReplications(
  plans: readonly Plan[],
  options: RunnerOptions = {},
): Promise<RunResult[][]> {
  checkShape('RunnerOptions', options, SHAPE);
  const { threads = availableParallelism(), progress } = options;
  if (!Number.isInteger(threads) || threads < 0) throw outOfRange('threads', threads, 'an integer from 0 up');
  const tasks = plans.flatMap(({ settings, seeds }) => seeds.map((seed) => ({ settings, seed })));
  const progressOf = sharedProgress(tasks, progress);
  const results =
    threads === 0
      ? tasks.map(({ settings, seed }, index) => new Simulation(settings, seed).run(progressOf(index)))
      : await runInThreads(tasks, Math.min(threads, tasks.length), progressOf);
  let done = 0;
  return plans.map(({ seeds }) => results.slice(done, (done += seeds.length)));
}

async function runInThreads(
  tasks: readonly Task[],
  threads: number,
  progressOf: (index: number) => (share: number) => void,
): Promise<RunResult[]> {
  const results: RunResult[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./simulation-thread.js', import.meta.url));
    try {
      for (let index = next++; index < tasks.length; index = next++) {
        const task = tasks[index];
        if (task !== undefined) results[index] = await runIn(worker, task, progressOf(index));
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  return results;
}

function runIn(worker: Worker, task: Task, progress: (share: number) => void): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const hear = (report: ThreadReport): void => {
      if ('share' in report) {
        progress(report.share);
        return;
      }
      worker.off('message', hear).off('error', reject);
      resolve(report.result);
    };
    worker.on('message', hear).once('error', reject);
    worker.postMessage(task);
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
