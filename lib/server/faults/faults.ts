import { defined } from '../../defined.js';
import { didYouMean } from '../../did-you-mean.js';
import { LbsimError, optionError } from '../../errors.js';
import { checkOptions, defaultsOf, keyOf, libraryOptions } from '../../schema/library.js';
import { integer, share } from '../../schema/number.js';
import { flag, group, option, type Need, type Option, type Values } from '../../schema/option.js';
import { byteRate, byteCount } from '../../schema/size.js';
import { time } from '../../schema/time.js';
import { choice } from '../../schema/word.js';

/** Bytes to the client, bytes to the service that a server forwards to, or both. */
export const DIRECTIONS = ['downstream', 'upstream', 'both'] as const;
export type Direction = (typeof DIRECTIONS)[number];

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
  /** Number of connections that are reset as soon as they are accepted, before all is well. @default 0 */
  readonly failFirst: number;
  /** Bytes sent after which a connection is reset. @default Infinity */
  readonly resetAfter: number;
  /** Bytes sent after which FIN is sent; what would follow is dropped. @default Infinity */
  readonly closeAfter: number;
  /** Nothing is answered, neither on old connections nor on new ones; what is due goes out when it ends. @default false */
  readonly hang: boolean;
  /** New connections are left alone, as by a process that never comes to accept them, until it ends. @default false */
  readonly freeze: boolean;
  /** New connections are closed at their first byte: healthy to a probe, useless to a client. @default false */
  readonly probeOnly: boolean;
  /**
   * With the mode `forward`, which bytes are held back, slowed down or cut off: those to the client, those to the service,
   * or both, each way for itself. @default 'downstream'
   */
  readonly direction: Direction;
}

const off = { defaultText: 'off' };

/** What has an effect with the mode `forward` only. */
export const ofForward: Need = {
  one: ['mode'],
  having: (mode) => mode === 'forward',
  advice: (called) => `give ${called('mode')} forward, or leave it out`,
};

/** How a backend can be told to misbehave: on the command line, by the library and, while it runs, on standard input. */
export const FAULT_TABLE = group('Faults:', {
  latency: option(time, 0, 'Delay of answers', off),
  jitter: option(time, 0, 'Random variation of --latency, plus or minus', off),
  bandwidth: option(byteRate, Infinity, 'Send rate limit, bytes/s, such as 64K', off),
  'refuse-ratio': option(share, 0, 'Share of connections that are reset at once, 0 to 1', off),
  'fail-first': option(
    integer(0),
    0,
    'Number of connections that are reset at once, before all is well',
    off,
  ),
  'reset-after': option(byteCount, Infinity, 'Bytes sent after which a connection is reset', off),
  'close-after': option(byteCount, Infinity, 'Bytes sent after which a connection is closed', off),
  hang: flag('Accept and never answer'),
  freeze: flag('Keep the port open but accept nothing'),
  'probe-only': flag('Close at the first byte: healthy to a probe, useless to a client'),
  direction: option(
    choice(DIRECTIONS),
    'downstream',
    'With --mode forward, bytes that faults affect: downstream (to the client), upstream (to the service) or both',
    { needs: ofForward },
  ),
});

export type FaultName = keyof typeof FAULT_TABLE;

/** A backend that behaves. */
export const NO_FAULTS: Faults = defaultsOf(FAULT_TABLE);

/** What the command line, standard input and the log call each of them. */
export const FAULT_NAMES = Object.fromEntries(
  Object.entries(FAULT_TABLE).map(([name, fault]) => [keyOf(name, fault), name]),
) as Readonly<Record<keyof Faults, FaultName>>;

/** A fault that can be injected into a connection; jitter counts as latency. */
export type FaultKind = Exclude<FaultName, 'jitter' | 'direction'>;

/** Those that are on. */
export function activeFaults(faults: Faults): Partial<Faults> {
  const names = Object.keys(NO_FAULTS) as (keyof Faults)[];
  return Object.fromEntries(
    names.filter((name) => faults[name] !== NO_FAULTS[name]).map((name) => [name, faults[name]]),
  );
}

/**
 * The faults after a change. Refuses those that make no sense.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function changeFaults(before: Faults, changes: Partial<Faults>): Faults {
  checkOptions('Faults', changes, FAULT_TABLE);
  return { ...before, ...defined(changes) };
}

/** The faults of a command line. */
export function faultsOf(values: Values<typeof FAULT_TABLE>): Partial<Faults> {
  return libraryOptions(FAULT_TABLE, values);
}

/**
 * One fault by its option's name; `off` ends it.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function parseFault(name: string, text: string): Partial<Faults> {
  const fault: Option<unknown> | undefined = Object.hasOwn(FAULT_TABLE, name)
    ? FAULT_TABLE[name as FaultName]
    : undefined;
  if (fault === undefined) {
    const names = Object.keys(FAULT_TABLE);
    throw optionError(`unknown fault '${name}': use one of ${names.join(', ')}${didYouMean(name, names)}`);
  }
  if (text === 'off') return { [keyOf(name, fault)]: fault.value };
  try {
    return { [keyOf(name, fault)]: fault.kind.parse(text) };
  } catch (error) {
    if (error instanceof LbsimError) throw optionError(`fault ${name}: ${error.message}`, error);
    throw error;
  }
}
