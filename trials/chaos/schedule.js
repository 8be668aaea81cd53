// When which backend is to fail, and how. No clock and no dice of its own: the same draws give the same schedule.

/**
 * What can befall a backend. `kill`: SIGKILL. `stop`: SIGSTOP, and SIGCONT later; all connections stand and nothing
 * answers. `restart`: SIGTERM. `flap`: killed several times in a row. `freeze`: stopped, and killed while it is.
 * `blackout`: all backends of a group are killed at once. Whatever has ended is started again.
 */
export const FAULT_KINDS = /** @type {const} */ (['kill', 'stop', 'restart', 'flap', 'freeze', 'blackout']);

/** One bag of misfortunes; when it is empty there comes a new one. So each kind has its share in a short run too. */
const BAG = /** @type {const} */ ([
  'kill',
  'kill',
  'kill',
  'stop',
  'stop',
  'restart',
  'flap',
  'freeze',
  'blackout',
]);

/** Between the beginnings of two faults, in milliseconds. */
const GAP_MS = /** @type {const} */ ([100, 700]);

/** How long a backend is stopped, or down before it is started again; the shorter the nastier. */
const TIMES_MS = {
  kill: { stopped: [0, 0], down: [0, 1200] },
  stop: { stopped: [100, 1200], down: [0, 0] },
  restart: { stopped: [0, 0], down: [0, 600] },
  flap: { stopped: [0, 0], down: [0, 250] },
  freeze: { stopped: [200, 700], down: [0, 800] },
  blackout: { stopped: [0, 0], down: [100, 1000] },
};

/** How often a flapping backend is killed, and how long it is up in between, in milliseconds. */
export const FLAPS = 3;
export const FLAP_UP_MS = 300;

/** What a start takes, and some time in service before the next fault. */
const RECOVERY_MS = 1500;

/**
 * @typedef {object} Fault
 * @property {number} atMs - since the beginning
 * @property {typeof FAULT_KINDS[number]} kind
 * @property {string} group
 * @property {string[]} backends - one, or all of the group
 * @property {number} stoppedMs - how long each is stopped first
 * @property {number} downMs - how long each is down after each kill
 */

/**
 * The faults of a run, in order. No backend has two at a time, and each has some time in service between two.
 *
 * @param {object} options
 * @param {number} options.seconds - how long faults may begin
 * @param {Readonly<Record<string, readonly string[]>>} options.groups - the backends' names by the name of their group
 * @param {() => number} options.random - uniform draws from [0, 1)
 * @returns {Fault[]}
 */
export function faultSchedule({ seconds, groups, random }) {
  const between = ([low, high]) => Math.round(low + random() * (high - low));
  const all = Object.entries(groups).flatMap(([group, names]) => names.map((name) => ({ group, name })));
  const freeAt = new Map(all.map(({ name }) => [name, 0]));
  const faults = [];
  let bag = [];
  for (let due = between(GAP_MS); due < seconds * 1000; due += between(GAP_MS)) {
    if (bag.length === 0) bag = shuffled(BAG, random);
    const kind = bag.pop();
    const victim = earliest(shuffled(all, random), freeAt, due);
    const backends = kind === 'blackout' ? [...groups[victim.group]] : [victim.name];
    due = Math.max(due, ...backends.map((name) => freeAt.get(name)));
    if (due >= seconds * 1000) break;
    const times = TIMES_MS[kind];
    const fault = { atMs: due, kind, group: victim.group, backends };
    faults.push({ ...fault, stoppedMs: between(times.stopped), downMs: between(times.down) });
    for (const name of backends) freeAt.set(name, due + lengthMs(faults.at(-1)) + RECOVERY_MS);
  }
  return faults;
}

/**
 * How long a fault takes by itself, without what the starts take.
 *
 * @param {Fault} fault
 */
export function lengthMs({ kind, stoppedMs, downMs }) {
  return kind === 'flap' ? FLAPS * downMs + (FLAPS - 1) * FLAP_UP_MS : stoppedMs + downMs;
}

/** The least number of each kind that a run of so many seconds has to have had, so that an idle one does not pass. */
export const leastOfEachKind = (/** @type {number} */ seconds) => Math.max(1, Math.floor(seconds / 15));

/** One that is free by then, or else the one that will be first. */
function earliest(candidates, freeAt, due) {
  const free = candidates.find(({ name }) => freeAt.get(name) <= due);
  return free ?? candidates.reduce((a, b) => (freeAt.get(b.name) < freeAt.get(a.name) ? b : a));
}

/** Fisher and Yates. */
export function shuffled(items, random) {
  const all = [...items];
  for (let last = all.length - 1; last > 0; last--) {
    const place = Math.floor(random() * (last + 1));
    [all[last], all[place]] = [all[place], all[last]];
  }
  return all;
}
