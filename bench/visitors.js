// Load by clients of many addresses, of which one that has been there is known and another is new.
import { fileURLToPath } from 'node:url';
import { LOAD_CORE } from './processes.js';
import { atRest, cpuBetween, cpuReading } from './usage.js';

const PROGRAM = fileURLToPath(new URL('programs/visitors.js', import.meta.url));

/**
 * Lets clients come, one connection each time.
 *
 * @param load.first - number of the first address; 0 if it is not given
 * @param load.addresses - how many there are; without a number each is a new one
 * @param load.visits - after how many it is over
 * @param load.ms - after how long it is over
 * @param load.isRandom - whether they come at random
 * @param load.atOnce - how many there are at any moment
 * @returns `connections`, and of the time from connecting until the answer `p50` and `p99`, in milliseconds
 * @throws Error when one of them gets no answer
 */
export async function visited({ processes }, { port }, { first, addresses, visits, ms, isRandom, atOnce }) {
  const given = { port, first, addresses, visits, ms, 'at-once': atOnce };
  const options = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  const args = [PROGRAM, ...options, ...(isRandom ? ['--random'] : [])];
  return JSON.parse(await processes.run('visitors', LOAD_CORE, process.execPath, args));
}

/** The same, and what the balancer spent until it had come to rest: `cpuMs`. */
export async function visitedThrough(session, balancer, load) {
  const before = cpuReading(balancer.program.pid);
  const figures = await visited(session, balancer, load);
  return { ...figures, cpuMs: cpuBetween(before, await atRest(balancer.program.pid)) };
}
