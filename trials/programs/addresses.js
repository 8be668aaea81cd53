// node --expose-gc addresses.js COUNT MAX: lets so many clients' addresses come, one after the other and once more in part,
// to SESSION_MAP and to the rate limiter, each bounded by MAX. Prints what they hold, and the heap in use when the bound
// had just been reached and in the end.
import { existsSync } from 'node:fs';
import { SessionMap } from '../../dist/routing/session-map.js';

const LIMITER = new URL('../../dist/dispatch/rate-limiter.js', import.meta.url);
const [count, max] = process.argv.slice(2).map(Number);

/** Addresses come this many milliseconds apart. */
const STEP_MS = 0.01;

/** When the heap is looked at first: the bound has been reached, and what is forgotten has been for a while. */
const SETTLED = 2 * max;

/** Each of the same length, so that those who come late take no more memory: 10.100.100.100 up to 10.255.255.255. */
function address(index) {
  const number = (place) => 100 + (Math.floor(index / 156 ** place) % 156);
  return `10.${number(2)}.${number(1)}.${number(0)}`;
}

function heapInUse() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** @param subject - `{ meet(key, now), size }` */
function measured(subject) {
  const empty = heapInUse();
  let most = 0;
  let settled = 0;
  const begun = performance.now();
  for (let index = 0; index < count; index++) {
    subject.meet(address(index), index * STEP_MS);
    most = Math.max(most, subject.size);
    if (index + 1 === SETTLED) settled = heapInUse() - empty;
  }
  const microseconds = (1000 * (performance.now() - begun)) / count;
  return { most, settledBytes: settled, endBytes: heapInUse() - empty, microseconds };
}

function sessionMap() {
  const backend = { name: 'B1' };
  const sessions = new SessionMap({ max, ttlMs: 3_600_000 });
  return {
    meet(key, now) {
      if (sessions.get(key, now) === undefined) sessions.set(key, backend, now);
    },
    get size() {
      return sessions.size;
    },
  };
}

/** Undefined as long as there is none. */
async function rateLimiter() {
  if (!existsSync(LIMITER)) return undefined;
  const { RateLimiter } = await import(LIMITER.href);
  const limiter = new RateLimiter({ perSecond: 10, max });
  return {
    meet: (key, now) => limiter.allows(key, now),
    get size() {
      return limiter.size;
    },
  };
}

const limiter = await rateLimiter();
console.log(
  JSON.stringify({
    sessionMap: measured(sessionMap()),
    rateLimiter: limiter === undefined ? null : measured(limiter),
  }),
);
