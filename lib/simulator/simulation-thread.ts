import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { LbsimError } from '../errors.js';
import { loadFrom } from '../load-algorithm.js';
import type { AlgorithmSource } from '../schedulers/custom-algorithm.js';
import { algorithmError } from '../schedulers/guarded.js';
import { uncaughtFailureOf } from '../uncaught-failure.js';
import type { ThreadReport, ThreadTask } from './runner.js';
import { Simulation } from './simulation.js';

/** A thread of the runner: makes the runs that it is sent, one after the other. */
const tell = (report: ThreadReport): void => parentPort?.postMessage(report);
/** Of the algorithms of one's own that were loaded here, by path. */
const sources = new Map<string, AlgorithmSource>();

parentPort?.on('message', (task: ThreadTask) => void run(task));
process.on('uncaughtException', (error) => {
  for (const source of sources.values()) {
    const failure = uncaughtFailureOf(error, source);
    if (failure === undefined) continue;
    tellFailure(algorithmError({ label: `'${source.given}'` }, failure));
    return;
  }
  throw error; // which the runner is told by Node
});

async function run({ settings, seed, dots, algorithm }: ThreadTask): Promise<void> {
  try {
    if (algorithm !== undefined) sources.set(algorithm.path, algorithm);
    const custom = algorithm && (await loadFrom(algorithm));
    const simulation = new Simulation({ ...settings, ...(custom && { custom }) }, seed, dots);
    const result = await simulation.runShared((share) => tell({ share }));
    // Rejections, and timers that are due, come to light only now.
    if (custom !== undefined) await sleep(1);
    tell({ result });
  } catch (error) {
    if (!(error instanceof LbsimError)) throw error;
    tellFailure(error);
  }
}

function tellFailure({ code, message, kind }: LbsimError): void {
  tell({ failure: { code, message, kind } });
}
