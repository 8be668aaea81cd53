import { defined } from '../defined.js';
import { didYouMean } from '../did-you-mean.js';
import { optionError, outOfRange } from '../errors.js';
import type { Address } from '../net/address.js';
import { listeningHost, targetAddress } from '../schema/address.js';
import type { Kind } from '../schema/kind.js';
import { refuseIneffective } from '../schema/effect.js';
import { checkOptions, defaultsOf } from '../schema/library.js';
import { integer, largeInteger, listeningPort } from '../schema/number.js';
import { group, option, optional, type Need } from '../schema/option.js';
import { choice, text } from '../schema/word.js';
import { FAULT_TABLE, NO_FAULTS, ofForward, type Faults } from './faults/faults.js';
import { DISCIPLINES, type Discipline } from '../workload/discipline.js';
import { timedService, TIMED_SERVICES } from '../workload/timed-service.js';
import { neededTarget } from './forward-target.js';
import { isMode, MODES, type Mode } from './modes/index.js';

/** How a `BackendServer` is set up. */
export interface BackendServerOptions {
  /** What it answers as; no control characters. @default 'B<port>' */
  readonly name?: string;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes any free one. @default the first free one from 8881 to 8980 */
  readonly port?: number;
  /** How it answers. @default 'named' */
  readonly mode?: Mode;
  /** The service that the mode `forward` carries bytes to and back; needed there, and refused with other modes. */
  readonly to?: Address;
  /**
   * Each request takes a service time drawn from this distribution, such as `exponential:50ms`, `lognormal:2:50ms`; in the modes
   * `named`, `echo` and `http`. @default answered at once
   */
  readonly service?: string;
  /** Requests that are worked on at once; the others wait. @default Infinity */
  readonly slots?: number;
  /** `fifo`: in turn, each to its end; `ps`: all at once, sharing the slots. @default 'fifo' */
  readonly discipline?: Discipline;
  /**
   * Requests that may wait; past it they are refused: the client is reset, in the mode `http` it gets 503. Under `ps`, requests
   * beyond the slots. @default Infinity
   */
  readonly queue?: number;
  /** How it misbehaves from the start. @default not at all */
  readonly faults?: Partial<Faults>;
  /** Seed of the random faults and, with the name, of the service times; the same seed gives the same ones. @default 1 */
  readonly seed?: number;
}

/** Without a port, the first free one within these bounds is taken. */
export const PORTS = { first: 8881, last: 8980 } as const;

const mode: Kind<Mode, ''> = {
  ...choice(MODES),
  check(name, value) {
    if (!isMode(value))
      throw optionError(
        `unknown ${name} '${String(value)}'${didYouMean(value, MODES)}: use one of ${MODES.join(', ')}`,
      );
  },
};

const shownName: Kind<string, ''> = {
  ...text,
  check(_, name) {
    if (name.trim() === '' || /\p{Cc}/u.test(name))
      throw optionError(
        `name ${JSON.stringify(name)} is blank or has control characters: use one such as B1`,
      );
    if (name.includes('] '))
      throw optionError(`name '${name}' cannot be told from its answers: leave out '] '`);
  },
};

const port: Kind<number, ''> = {
  ...listeningPort,
  check(name, value) {
    if (!(Number.isInteger(value) && value >= 0 && value <= 65_535))
      throw outOfRange(name, value, '0 to 65535, 0 for any free one');
  },
};

const seed: Kind<number, ''> = {
  ...integer(0),
  check(name, value) {
    if (!Number.isInteger(value))
      throw optionError(`${name} ${String(value)} is not a whole number: use one such as 1`);
  },
};

/** Modes that answer requests, which can queue. */
const QUEUEING: readonly Mode[] = ['named', 'echo', 'http'];
const ofQueueingMode: Need = {
  one: ['mode'],
  having: (given) => QUEUEING.some((each) => each === given),
  advice: (called) => `give ${called('mode')} ${QUEUEING.join(', ')}, or leave it out`,
};
const ofService: Need = {
  one: ['service'],
  advice: (called) => `give ${called('service')}, such as exponential:50ms, or leave it out`,
};
const ofSlots: Need = {
  one: ['slots'],
  advice: (called) => `give ${called('slots')}, such as 1, or leave it out`,
};
const unlimited = { defaultText: 'unlimited' };

/** The options of a `BackendServer`, each declared once; faults have a table of their own. */
export const SERVER_TABLE = {
  ...group('Backend:', {
    name: optional(shownName, 'Name that it answers with', { defaultText: 'B<port>' }),
    host: option(listeningHost, '127.0.0.1', 'Address to listen on; 0.0.0.0 or :: for a LAN'),
    port: optional(port, 'Port to listen on; 0 for any free one', {
      defaultText: `first free from ${PORTS.first}`,
    }),
    mode: option(mode, 'named', `How it answers: one of ${MODES.join(', ')}`),
    to: optional(targetAddress, 'Service to carry bytes to and back, HOST:PORT; with --mode forward', {
      defaultText: 'none',
      needs: ofForward,
    }),
  }),
  ...group('Queue:', {
    service: optional(
      timedService,
      `Distribution of service times and its mean: ${TIMED_SERVICES.join(', ')}; such as exponential:50ms`,
      { defaultText: 'none', needs: ofQueueingMode },
    ),
    slots: option(largeInteger(1), Infinity, 'Requests worked on at once; more wait in the queue', {
      ...unlimited,
      needs: ofService,
    }),
    discipline: option(
      choice(DISCIPLINES),
      'fifo',
      'fifo: in turn, each to its end; ps: all at once (processor sharing)',
      { needs: ofSlots },
    ),
    queue: option(
      largeInteger(0),
      Infinity,
      'Requests that may wait; past it a client is reset, with --mode http answered with 503',
      { ...unlimited, needs: ofSlots },
    ),
  }),
  ...group('Faults:', { seed: option(seed, 1, 'Seed of the random faults and of the service times') }),
};

export interface ResolvedServerOptions {
  /** Without one, the port makes the name. */
  readonly name: string | undefined;
  readonly host: string;
  /** Without one, the first free port is looked for. */
  readonly port: number | undefined;
  readonly mode: Mode;
  readonly to: Address | undefined;
  readonly service: string | undefined;
  readonly slots: number;
  readonly discipline: Discipline;
  readonly queue: number;
  readonly faults: Partial<Faults>;
  readonly seed: number;
}

/**
 * Fills in the defaults and refuses what makes no sense.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function resolveServerOptions(options: BackendServerOptions): ResolvedServerOptions {
  checkOptions('BackendServerOptions', options, SERVER_TABLE, { faults: 'object' });
  const nothing = { name: undefined, port: undefined, to: undefined, service: undefined, faults: {} };
  const resolved: ResolvedServerOptions = { ...nothing, ...defaultsOf(SERVER_TABLE), ...defined(options) };
  refuseUnusedDirection(resolved.mode, resolved.faults);
  if (resolved.mode === 'forward') neededTarget(resolved.to);
  return resolved;
}

/**
 * Refuses a direction of faults that has no effect with this mode.
 *
 * @throws LbsimError `ERR_OPTION_INVALID`
 */
export function refuseUnusedDirection(
  mode: Mode,
  { direction = NO_FAULTS.direction }: Partial<Faults>,
): void {
  refuseIneffective({ ...SERVER_TABLE, ...FAULT_TABLE }, { mode, direction }, (name) => name);
}
