import { parentPort } from 'node:worker_threads';
import type { Task, ThreadReport } from './runner.js';
import { Simulation } from './simulation.js';

/** A thread of the runner: makes the runs that it is sent, one after the other. */
const tell = (report: ThreadReport): void => parentPort?.postMessage(report);

parentPort?.on('message', ({ settings, seed }: Task) => {
  tell({ result: new Simulation(settings, seed).run((share) => tell({ share })) });
});
