// Stops a balancer with all of its processes, and tells how long it stood still.
import { readFileSync } from 'node:fs';
import { processTree } from '../../bench/usage.js';
import { until } from '../stage.js';

/** The state letter of proc(5); undefined when there is no such process. */
function stateOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2];
  } catch {
    return undefined;
  }
}

/** The processes that run or are stopped. One that has ended stays in the table until its parent takes note of it. */
const livingTree = (pid) =>
  processTree(pid).filter((member) => !['Z', 'X', undefined].includes(stateOf(member)));

/** The workers of a balancer that are alive. */
export const workersOf = ({ pid }) => livingTree(pid).slice(1);

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

async function stop(pids) {
  for (const pid of pids) signal(pid, 'SIGSTOP');
  for (const pid of pids)
    await until(`process ${pid} has stopped`, () => !['R', 'S', 'D'].includes(stateOf(pid)));
}

/**
 * @typedef {object} Standstill
 * @property {string} group
 * @property {number} from - before the first signal; in milliseconds since 1970
 * @property {number} until - after the last one
 */

/**
 * Stops a balancer and its workers by SIGSTOP, and has them go on when `meanwhile` is over, whatever becomes of it.
 *
 * @returns {Promise<Omit<Standstill, 'group'>>}
 */
export async function holdStill({ pid }, meanwhile) {
  const from = Date.now();
  try {
    await stop([pid]); // first, so that it starts no worker unseen
    await stop(workersOf({ pid }));
    await meanwhile();
  } finally {
    for (const member of livingTree(pid)) signal(member, 'SIGCONT');
  }
  return { from, until: Date.now() };
}

/**
 * The clock of a balancer that stands still whenever the balancer does: what happens meanwhile happens at one moment of
 * it. A balancer can be late by this clock only.
 *
 * @param {readonly Pick<Standstill, 'from' | 'until'>[]} standstills - of one balancer; no two overlap
 * @returns {(at: number) => number} from milliseconds since 1970
 */
export const balancerClock = (standstills) => (at) =>
  at - standstills.reduce((total, { from, until }) => total + Math.max(0, Math.min(at, until) - from), 0);
