import { parentPort } from 'node:worker_threads';
import { LbsimError } from '../errors.js';
import { loadFrom } from '../load-algorithm.js';
import type { ThreadReport, ThreadTask } from './runner.js';
import { Simulation } from './simulation.js';

/** A thread of the runner: makes the runs that it is sent, one after the other. */
const tell = (report: ThreadReport): void => parentPort?.postMessage(report);

parentPort?.on('message', (task: ThreadTask) => void run(task));

async function run({ settings, seed, algorithm }: ThreadTask): Promise<void> {
  try {
    const custom = algorithm && (await loadFrom(algorithm));
    const simulation = new Simulation({ ...settings, ...(custom && { custom }) }, seed);
    tell({ result: simulation.run((share) => tell({ share })) });
  } catch (error) {
    if (!(error instanceof LbsimError)) throw error;
    const { code, message, kind } = error;
    tell({ failure: { code, message, kind } });
  }
}
