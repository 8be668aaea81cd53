import { defined } from '../../defined.js';
import { optionError } from '../../errors.js';
import { MAX_TIMER_MS } from '../../net/timers.js';
import { checkShape, shapeOf } from '../../option-shape.js';

/** How a backend misbehaves. Faults combine. */
export interface Faults {
  /** Answers are held back that long, in milliseconds. @default 0 */
  readonly latencyMs: number;
  /** Latency is uniformly that much less or more, in milliseconds. @default 0 */
  readonly jitterMs: number;
  /** Bytes a second that the backend sends at most, to all clients together. @default Infinity */
  readonly bandwidth: number;
  /** Share of connections that are reset as soon as they are accepted, 0 to 1. @default 0 */
  readonly refuseRatio: number;
  /** So many connections are reset as soon as they are accepted, then no more. @default 0 */
  readonly failFirst: number;
  /** A connection is reset after so many bytes sent. @default Infinity */
  readonly resetAfter: number;
  /** FIN is sent after so many bytes sent, and what would follow is dropped. @default Infinity */
  readonly closeAfter: number;
  /** Nothing is answered, neither on old connections nor on new ones; what is due goes out when it ends. @default false */
  readonly hang: boolean;
  /** New connections are left alone, as by a process that never comes to accept them, until it ends. @default false */
  readonly freeze: boolean;
  /** New connections are closed at their first byte: healthy to a probe, useless to a client. @default false */
  readonly probeOnly: boolean;
}

/** A backend that behaves. */
export const NO_FAULTS: Faults = {
  latencyMs: 0,
  jitterMs: 0,
  bandwidth: Infinity,
  refuseRatio: 0,
  failFirst: 0,
  resetAfter: Infinity,
  closeAfter: Infinity,
  hang: false,
  freeze: false,
  probeOnly: false,
};

/** What the command line, standard input and the log call each of them. */
export const FAULT_NAMES = {
  latencyMs: 'latency',
  jitterMs: 'jitter',
  bandwidth: 'bandwidth',
  refuseRatio: 'refuse-ratio',
  failFirst: 'fail-first',
  resetAfter: 'reset-after',
  closeAfter: 'close-after',
  hang: 'hang',
  freeze: 'freeze',
  probeOnly: 'probe-only',
} as const satisfies Record<keyof Faults, string>;

export type FaultName = (typeof FAULT_NAMES)[keyof Faults];

/** A fault that can strike; jitter does so as latency. */
export type FaultKind = Exclude<FaultName, 'jitter'>;

/** Those that are on. */
export function activeFaults(faults: Faults): Partial<Faults> {
  const names = Object.keys(NO_FAULTS) as (keyof Faults)[];
  return Object.fromEntries(
    names.filter((name) => faults[name] !== NO_FAULTS[name]).map((name) => [name, faults[name]]),
  );
}

const SHAPE = shapeOf(NO_FAULTS);
const TIMES = ['latencyMs', 'jitterMs'] as const;
const BYTES = ['resetAfter', 'closeAfter', 'failFirst'] as const;

/**
 * The faults after a change. Refuses those that make no sense.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function changeFaults(before: Faults, changes: Partial<Faults>): Faults {
  checkShape('Faults', changes, SHAPE);
  const faults = { ...before, ...defined(changes) };
  for (const name of TIMES) {
    if (!(faults[name] >= 0 && faults[name] <= MAX_TIMER_MS))
      throw optionError(`${name} ${faults[name]} is out of range: use a time from 0 up`);
  }
  for (const name of BYTES) {
    if (!(faults[name] >= 0))
      throw optionError(`${name} ${faults[name]} is out of range: use a number from 0 up`);
  }
  if (!(faults.bandwidth > 0))
    throw optionError(`bandwidth ${faults.bandwidth} is out of range: use bytes a second, above 0`);
  if (!(faults.refuseRatio >= 0 && faults.refuseRatio <= 1))
    throw optionError(`refuseRatio ${faults.refuseRatio} is out of range: use a share from 0 to 1`);
  return faults;
}
