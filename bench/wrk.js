// Load by wrk, and what a balancer spends on it.
import { fileURLToPath } from 'node:url';
import { LOAD_CORE } from './processes.js';
import { atRest, cpuBetween, cpuReading, userShareBetween } from './usage.js';

const SCRIPT = fileURLToPath(new URL('wrk.lua', import.meta.url));

/**
 * One run of wrk.
 *
 * @returns `requests`, `bytes`, `microseconds`, and the latencies `p50` and `p99` in microseconds
 * @throws Error when a single request failed, or none was answered
 */
export async function wrk(processes, port, { path = '/', connections, seconds, headers = [] }) {
  const args = ['-t1', `-c${connections}`, '-d60s', '-s', SCRIPT, ...headers.flatMap((text) => ['-H', text])];
  const output = await processes.run('wrk', LOAD_CORE, 'wrk', [...args, `http://127.0.0.1:${port}${path}`], {
    interruptMs: seconds * 1000,
  });
  const figures = JSON.parse(output.trim().split('\n').at(-1));
  if (figures.errors > 0) throw new Error(`${figures.errors} of ${figures.requests} requests failed`);
  if (figures.requests === 0) throw new Error('no request was answered');
  return figures;
}

/** A run of wrk through a balancer, and what the balancer spent until it had come to rest: `cpuMs`, and of that `userMs`. */
export async function wrkThrough(processes, balancer, load) {
  const before = cpuReading(balancer.program.pid);
  const figures = await wrk(processes, balancer.port, load);
  const after = await atRest(balancer.program.pid);
  const cpuMs = cpuBetween(before, after);
  return { ...figures, cpuMs, userMs: cpuMs * userShareBetween(before, after) };
}
