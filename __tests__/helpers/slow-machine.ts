import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Enough processor time to be interrupted in on a busy machine, in microseconds. */
const WORK_US = 30_000;

/** How long this process has been held up at the longest since the test file began. */
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

/** How many times longer work takes at the moment than on an idle machine, 1 or more. */
function slowness(): number {
  const [before, began] = [process.cpuUsage(), performance.now()];
  let workedUs = 0;
  while (workedUs < WORK_US) {
    const { user, system } = process.cpuUsage(before);
    workedUs = user + system;
  }
  return Math.max(1, ((performance.now() - began) * 1000) / workedUs);
}

/**
 * How long something may take here, of which an idle machine makes sure within `idleMs`: as much longer as work takes
 * longer, and as long again as this process was held up.
 *
 * @returns milliseconds
 */
export function stretched(idleMs: number): number {
  return idleMs * slowness() + delay.max / 1e6;
}
