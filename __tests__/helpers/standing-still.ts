import { setTimeout as sleep } from 'node:timers/promises';
import { TestClient } from './backends.js';
import { startBackends, startBalance } from './balance.js';
import type { Register } from './balance.js';
import type { Lbsim } from './lbsim.js';
import { signalAll, stopped } from './processes.js';

/** Longer than any limit of these tests. */
const STILL_MS = 3000;

/** Stops these processes, has `meanwhile` happen, and lets them go on once every limit is over. */
export async function standStill(processes: readonly number[], meanwhile: () => unknown): Promise<void> {
  signalAll(processes, 'SIGSTOP');
  await stopped(processes);
  await meanwhile();
  await sleep(STILL_MS);
  signalAll(processes, 'SIGCONT');
}

/** A client that is served, and another that waits in the queue for its place. */
export interface Queue {
  readonly lb: Lbsim;
  readonly served: TestClient;
  readonly waiting: TestClient;
}

/** A balancer of one place, which somebody has. @param options - beside `--queue-timeout` */
export async function queueForOnePlace(
  onEnd: Register,
  queueTimeout: string,
  ...options: readonly string[]
): Promise<Queue> {
  const limits = ['--max-connections', '1', '--queue-timeout', queueTimeout];
  const lb = startBalance(await startBackends(1, onEnd), onEnd, ...options, ...limits);
  const port = await lb.port();
  const served = await TestClient.connect(port);
  onEnd(() => served.socket.destroy());
  if ((await served.ask('first')) !== 'B1:first') throw new Error('the first client was not served');
  const waiting = await TestClient.connect(port);
  onEnd(() => waiting.socket.destroy());
  return { lb, served, waiting };
}
