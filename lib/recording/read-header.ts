import { READ_VERSIONS, type RecordingHeader } from './format.js';
import { MAX_STICKY_MAX } from '../routing/session-map.js';
import { algorithmNamed, ALGORITHMS } from '../schedulers/index.js';
import { SAMPLES } from '../schedulers/options.js';
import { quoted, type MakeRecordingError } from './recording-error.js';

type Fields = Readonly<Record<string, unknown>>;
type Is = (value: unknown) => boolean;

/** Fit for a terminal. */
const isText: Is = (value) => typeof value === 'string' && !/\p{Cc}/u.test(value);
const isCount: Is = (value) => Number.isSafeInteger(value) && Number(value) >= 1;
const isTime: Is = (value) => Number.isFinite(value) && Number(value) > 0;
const maybe =
  (is: Is): Is =>
  (value) =>
    value === undefined || is(value);

/** Every field that must be so; a backend's weight, port and the like are looked at when it is made. */
const HEADER: Readonly<Record<string, Is>> = {
  lbsim: isText,
  stickyKey: isText,
  seed: Number.isSafeInteger,
  algorithm: isText,
  algorithmFile: maybe((value) => value === null || isText(value)),
  schedulerOptions: maybe((value) => fits(value, SCHEDULER_OPTIONS)),
  maxPerBackend: maybe(isCount),
  slowStartMs: maybe(isTime),
  sessions: maybe((value) => fits(value, SESSIONS)),
  backends: (value) => Array.isArray(value) && value.every((backend) => fits(backend, BACKEND)),
};
const SCHEDULER_OPTIONS: Readonly<Record<string, Is>> = {
  choices: maybe(isCount),
  sample: maybe((value) => SAMPLES.some((sample) => sample === value)),
  vnodes: maybe(isCount),
  decay: maybe(isTime),
};
const SESSIONS: Readonly<Record<string, Is>> = {
  max: (value) => isCount(value) && Number(value) <= MAX_STICKY_MAX,
  ttlMs: isTime,
};
/** The bounds of SESSION_MAP. */
export function isBounds(value: unknown): boolean {
  return fits(value, SESSIONS);
}

/** A backend as it was given. */
export function isSpec(value: unknown): boolean {
  return fits(value, BACKEND);
}

/** What an algorithm was told beside. */
export function isSchedulerOptions(value: unknown): boolean {
  return fits(value, SCHEDULER_OPTIONS);
}

const BACKEND: Readonly<Record<string, Is>> = {
  host: isText,
  port: Number.isInteger,
  name: maybe(isText),
  weight: maybe(Number.isInteger),
  backup: maybe((value) => typeof value === 'boolean'),
};

/**
 * The first line of a recording.
 *
 * @param value - what its JSON says
 * @throws LbsimError `ERR_RECORDING` when it is none, is of another version, or names an unknown algorithm
 */
export function readHeader(value: unknown, errorOf: MakeRecordingError): RecordingHeader {
  if (!isObject(value) || value.recording === undefined)
    throw errorOf(`${quoted(value)} is not the header of a recording`);
  const { recording, lbsim, algorithm, algorithmFile } = value;
  if (!READ_VERSIONS.includes(Number(recording)))
    throw errorOf(
      `version ${quoted(recording)} is not one that this lbsim reads (${READ_VERSIONS.join(', ')}), lbsim ${quoted(lbsim)} wrote it`,
    );
  const wrong = Object.keys(HEADER).find((name) => HEADER[name]?.(value[name]) === false);
  if (wrong !== undefined) throw errorOf(`${wrong} ${quoted(value[wrong])} makes no sense`);
  if (algorithmFile !== undefined) return value as unknown as RecordingHeader;
  const known = algorithmNamed(String(algorithm));
  if (known === undefined)
    throw errorOf(`unknown algorithm ${quoted(algorithm)}, not one of ${ALGORITHMS.join(', ')}`);
  return { ...(value as unknown as RecordingHeader), algorithm: known };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fits(value: unknown, table: Readonly<Record<string, Is>>): boolean {
  return isObject(value) && Object.entries(table).every(([name, is]) => is(value[name]));
}
