// Does to the balancers what the schedule says, and notes what was done when.
import { setTimeout as sleep } from 'node:timers/promises';
import { logEnd, logSince, until } from '../stage.js';
import { parsedLog } from './log.js';
import { isReplaced } from './workers.js';
import { holdStill, workersOf } from './standstill.js';

/**
 * A worker that was killed.
 *
 * @typedef {object} WorkerKill
 * @property {string} group
 * @property {number} pid
 * @property {number} from - before the signal was sent; in milliseconds since 1970
 * @property {number} until - when the process had ended
 */

export class BalancerFaultDriver {
  /** @type {import('./standstill.js').Standstill[]} */
  standstills = [];
  /** @type {WorkerKill[]} */
  workerKills = [];
  /** How many faults there were of each kind. */
  applied = {};
  #balancers;
  #workers;
  /** For each balancer the end of what is done to it now. */
  #busy = new Map();

  /**
   * @param balancers - the program of each, by the name of its group
   * @param workers - how many each has
   */
  constructor(balancers, workers) {
    this.#balancers = balancers;
    this.#workers = workers;
  }

  /** @returns when all is done, every balancer goes on and every worker that was killed is replaced */
  async run(schedule) {
    const begun = performance.now();
    for (const fault of schedule) {
      await sleep(fault.atMs - (performance.now() - begun));
      const before = this.#busy.get(fault.group);
      const done = (async () => {
        await before;
        await this.#inject(fault);
      })();
      done.catch(() => undefined); // that it failed is told in the end
      this.#busy.set(fault.group, done);
    }
    await Promise.all(this.#busy.values());
  }

  async #inject({ kind, group, stillMs, nth }) {
    const balancer = this.#balancers.get(group);
    if (kind === 'standstill') {
      const standstill = await holdStill(balancer, () => sleep(stillMs));
      this.standstills.push({ group, ...standstill });
    } else {
      await this.#killWorker(group, balancer, nth);
    }
    this.applied[kind] = (this.applied[kind] ?? 0) + 1;
  }

  async #killWorker(group, balancer, nth) {
    const pid = workersOf(balancer)[nth % this.#workers];
    const logStart = logEnd(balancer);
    const from = Date.now();
    process.kill(pid, 'SIGKILL');
    await until(`worker ${pid} has ended`, () => !workersOf(balancer).includes(pid));
    this.workerKills.push({ group, pid, from, until: Date.now() });
    // Where the kernel spreads clients, one that came while no worker listens would be refused.
    await until(`worker ${pid} of ${group} is replaced`, () =>
      isReplaced(pid, parsedLog(logSince(balancer, logStart)).records),
    );
  }
}
