import { SESSION_CHANGES, type Entries, type Entry } from '../routing/journal.js';
import { ADMIN_STATES } from '../routing/backend.js';
import { isBounds, isSchedulerOptions, isSpec } from './read-header.js';
import { isRuleName, STICKY } from '../schedulers/rule-name.js';
import { quoted, type MakeRecordingError } from './recording-error.js';

/** What may stand at one place of an entry. @param backends - how many are known by then */
interface Part {
  readonly is: (value: unknown, backends: number) => boolean;
  readonly wanted: (backends: number) => string;
}

const time: Part = { is: Number.isFinite, wanted: () => 'a time in milliseconds' };
const key: Part = { is: (value) => typeof value === 'string', wanted: () => 'a text' };
const rule: Part = {
  is: (value) => value === STICKY || isRuleName(value),
  wanted: () => 'the name of a rule',
};
const truth: Part = { is: (value) => typeof value === 'boolean', wanted: () => 'true or false' };
const backend: Part = {
  is: (value, backends) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < backends,
  wanted: (backends) => `a backend that is known, 0 to ${backends - 1}`,
};
const slot: Part = {
  is: (value, backends) => value === backends,
  wanted: (backends) => `the next backend, ${backends}`,
};
const count: Part = {
  is: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  wanted: () => 'a number from 1 up',
};
const oneOf = (words: readonly string[]): Part => ({
  is: (value) => words.some((word) => word === value),
  wanted: () => `one of ${words.join(', ')}`,
});
const tried: Part = {
  is: (value, backends) => Array.isArray(value) && value.every((one) => backend.is(one, backends)),
  wanted: (backends) => `a list of backends that are known, 0 to ${backends - 1}`,
};
const orNull = ({ is, wanted }: Part): Part => ({
  is: (value, backends) => value === null || is(value, backends),
  wanted: (backends) => `${wanted(backends)}, or null`,
});

const schedulerOptions: Part = { is: isSchedulerOptions, wanted: () => 'an object of its options' };
const seed: Part = { is: Number.isSafeInteger, wanted: () => 'a seed' };

const PARTS: Readonly<Record<keyof Entries, readonly Part[]>> = {
  healthy: [backend, truth],
  admin: [backend, oneOf(ADMIN_STATES)],
  added: [slot, { is: isSpec, wanted: () => 'a backend with host and port' }],
  removed: [backend],
  weight: [backend, count],
  limit: [orNull(backend), orNull(count)],
  algorithm: [rule, schedulerOptions, seed],
  ownAlgorithm: [schedulerOptions, orNull(seed)],
  sessions: [time, oneOf(SESSION_CHANGES), orNull(key), orNull(backend)],
  learned: [time, key, backend],
  remote: [
    backend,
    { ...count, is: (value) => value === 0 || count.is(value, 0), wanted: () => 'a number from 0 up' },
  ],
  sessionMap: [time, orNull({ is: isBounds, wanted: () => 'the bounds of SESSION_MAP' })],
  heir: [time, backend, backend],
  backup: [backend, truth],
  slowStart: [
    { is: (value) => Number.isFinite(value) && Number(value) >= 0, wanted: () => 'a time from 0 up' },
  ],
  stickyTtl: [{ is: (value) => Number(value) > 0 && Number.isFinite(value), wanted: () => 'a time above 0' }],
  enabled: [backend, truth],
  back: [time, backend],
  advance: [time],
  route: [time, orNull(key), tried, orNull(backend), orNull(rule)],
  opened: [backend, time, count],
  closed: [backend, time, count, truth],
  established: [time, key, backend, tried],
  released: [time, key, backend],
  answered: [time, backend, time],
};

/** Whether entries of that name exist. */
export function isEntryName(name: unknown): name is keyof Entries {
  return typeof name === 'string' && Object.hasOwn(PARTS, name);
}

/** Entries that had fewer parts in recordings of before, and how many those had. */
const BEFORE: Readonly<Partial<Record<keyof Entries, number>>> = { opened: 1, closed: 1 };

/**
 * A line of a recording after the first.
 *
 * @param value - what its JSON says
 * @param backends - how many are known by then
 * @throws LbsimError `ERR_RECORDING` when it is no entry
 */
export function readEntry(value: unknown, backends: number, errorOf: MakeRecordingError): Entry {
  const [name, ...details] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (!isEntryName(name)) throw errorOf(`${quoted(value)} is not an entry of a recording`);
  const parts = PARTS[name];
  const { length } = details;
  if (length !== parts.length && length !== BEFORE[name])
    throw errorOf(`${quoted(value)} has ${length} details, not ${parts.length}`);
  for (const [place, { is, wanted }] of parts.slice(0, length).entries()) {
    if (!is(details[place], backends))
      throw errorOf(`${quoted(details[place])} in ${quoted(value)} is not ${wanted(backends)}`);
  }
  return value as Entry;
}
