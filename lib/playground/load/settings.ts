import { defined } from '../../defined.js';
import { checkOptions, defaultsOf } from '../../schema/library.js';
import { amount, integer } from '../../schema/number.js';
import { option } from '../../schema/option.js';
import { choice } from '../../schema/word.js';
import { MAX_RATE, PATTERNS, type Pattern } from './pattern.js';

/** An open loop makes each connection when it is due; a closed one only while a client has nothing else to do. */
export const LOOPS = ['open', 'closed'] as const;
export type Loop = (typeof LOOPS)[number];

/** Systems on which all of 127.0.0.0/8 is this machine. */
const WIDE_LOOPBACK = ['linux', 'win32'];

/** The most that a load may be. */
export const CAPS = {
  rate: MAX_RATE,
  clients: 100,
  held: 500,
  addresses: WIDE_LOOPBACK.includes(process.platform) ? 200 : 1,
} as const;

/** What a playground's load is like. */
export interface LoadSettings {
  /** Connections a second, 0 to 500; in a closed loop at most. @default 10 */
  readonly rate: number;
  /** @default 'steady' */
  readonly pattern: Pattern;
  /** @default 'open' */
  readonly loop: Loop;
  /** Clients of a closed loop, each with one connection at a time, 1 to 100. @default 10 */
  readonly clients: number;
  /** Connections that stay open, 0 to 500. @default 0 */
  readonly held: number;
  /** Addresses that clients come from, 1 to 200: 127.0.0.1, or 127.0.0.2 and those after it. @default 20 */
  readonly addresses: number;
}

const rate = amount('a rate', CAPS.rate, `connections a second, from 0 to ${CAPS.rate}`);

export const LOAD_SETTINGS_TABLE = {
  rate: option(rate, 10, `Connections a second of the load, 0 to ${CAPS.rate}`),
  pattern: option(choice(PATTERNS), 'steady', 'How the rate goes with time'),
  loop: option(choice(LOOPS), 'open', 'Whether connections wait for those before them'),
  clients: option(integer(1, CAPS.clients), 10, 'Clients of a closed loop'),
  held: option(integer(0, CAPS.held), 0, 'Connections that stay open'),
  addresses: option(
    integer(1, CAPS.addresses),
    Math.min(20, CAPS.addresses),
    'Addresses that clients come from',
  ),
};

export const DEFAULT_LOAD: LoadSettings = defaultsOf(LOAD_SETTINGS_TABLE);

/**
 * A load after a change.
 *
 * @throws LbsimError `ERR_OPTION_INVALID` for an unknown setting, and for a value beyond its cap
 */
export function changeLoad(before: LoadSettings, change: Partial<LoadSettings>): LoadSettings {
  checkOptions('Load', change, LOAD_SETTINGS_TABLE);
  return { ...before, ...defined(change) };
}
