// Holds the log of a balancer against the workers that were killed.

/** @typedef {import('./balancer-faults.js').WorkerKill} WorkerKill */

/** How the log names the end of a worker that was killed. */
const KILLED = 'killed by SIGKILL';

/**
 * Whether the log has the loss of a worker, the start of the one that takes its place, and a client of that one.
 *
 * @param {number} pid - of the worker that was lost
 * @param {readonly any[]} records
 */
export function isReplaced(pid, records) {
  const lost = records.findIndex((record) => record.event === 'worker_lost' && record.pid === pid);
  if (lost < 0) return false;
  const { worker } = records[lost];
  const later = records.slice(lost + 1);
  const started = later.findIndex((record) => record.event === 'worker_started' && record.worker === worker);
  if (started < 0) return false;
  return later
    .slice(started + 1)
    .some((record) => record.event === 'connection_open' && record.worker === worker);
}

/**
 * What contradicts that each worker that was killed, and no other, was lost once, and was replaced.
 *
 * @param {readonly any[]} records - of one balancer's log
 * @param {readonly WorkerKill[]} kills - of its workers
 * @returns {string[]}
 */
export function workerFindings(records, kills) {
  const losses = records.filter(({ event }) => event === 'worker_lost');
  const findings = [];
  for (const loss of losses) {
    const wasKilled = kills.some(({ pid }) => pid === loss.pid);
    if (!wasKilled || loss.reason !== KILLED) findings.push(`nobody did that: ${JSON.stringify(loss)}`);
  }
  for (const { pid } of kills) {
    const times = losses.filter((loss) => loss.pid === pid).length;
    if (times !== 1) findings.push(`worker ${pid} was killed, and ${times} times lost`);
    else if (!isReplaced(pid, records)) findings.push(`worker ${pid} was killed, and nobody took its place`);
  }
  return findings;
}
