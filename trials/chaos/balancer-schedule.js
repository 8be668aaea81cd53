// When which balancer is to fail, and how. No clock and no dice of its own, as the schedule of the backends' faults.
import { shuffled } from './schedule.js';

/**
 * What is done to a balancer. `standstill`: SIGSTOP to it and its workers, and SIGCONT later. `worker-kill`: SIGKILL to one
 * of its workers, if it has several.
 */
export const balancerFaultKinds = (/** @type {number} */ workers) =>
  workers > 1 ? /** @type {const} */ (['standstill', 'worker-kill']) : /** @type {const} */ (['standstill']);

/** Between the beginnings of two faults, in milliseconds. */
const GAP_MS = /** @type {const} */ ([1500, 3200]);

/** Short ones are more frequent; the longest are longer than a health check or a dial may take. */
const STILL_MS = /** @type {const} */ ([200, 2400]);

/** Time to work between two faults of one balancer, in milliseconds. */
const RECOVERY_MS = 1000;

/**
 * @typedef {object} BalancerFault
 * @property {number} atMs - since the beginning
 * @property {'standstill' | 'worker-kill'} kind
 * @property {string} group - whose balancer it is
 * @property {number} stillMs - how long it stands still; 0 for other kinds
 * @property {number} nth - which worker is killed, from 0 up; 0 for other kinds
 */

/**
 * The faults of a run, in order. The balancers take turns, and none has two at a time.
 *
 * @param {object} options
 * @param {number} options.seconds - how long faults may begin
 * @param {readonly string[]} options.groups
 * @param {number} options.workers - of each balancer
 * @param {() => number} options.random - uniform draws from [0, 1)
 * @returns {BalancerFault[]}
 */
export function balancerSchedule({ seconds, groups, workers, random }) {
  const between = ([low, high], draw = random()) => Math.round(low + draw * (high - low));
  const freeAt = new Map(groups.map((group) => [group, 0]));
  const faults = [];
  let [kinds, turns] = [[], []];
  for (let due = between(GAP_MS); due < seconds * 1000; due += between(GAP_MS)) {
    if (kinds.length === 0) kinds = shuffled(balancerFaultKinds(workers), random);
    if (turns.length === 0) turns = shuffled(groups, random);
    const [kind, group] = [kinds.pop(), turns.pop()];
    const stillMs = kind === 'standstill' ? between(STILL_MS, random() ** 2) : 0;
    const nth = kind === 'worker-kill' ? Math.floor(random() * workers) : 0;
    due = Math.max(due, freeAt.get(group));
    if (due >= seconds * 1000) break;
    faults.push({ atMs: due, kind, group, stillMs, nth });
    freeAt.set(group, due + stillMs + RECOVERY_MS);
  }
  return faults;
}
