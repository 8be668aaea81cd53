import { namesFor } from '../names.js';
import { defined } from '../defined.js';
import { optionError, outOfRange } from '../errors.js';
import type { Address } from '../net/address.js';
import { MAX_TIMER_MS } from '../net/timers.js';
import { checkShape, type Shape } from '../option-shape.js';
import { didYouMean } from '../did-you-mean.js';
import type { Check } from './check.js';
import { CHECK_NAMES, CHECKS } from './checks/index.js';

export const CONFORMANCE_DEFAULTS = {
  backendHost: '127.0.0.1',
  timeoutMs: 5000,
  idleMs: 2000,
  patienceMs: 15_000,
} as const;

export interface ConformanceOptions {
  /** Where the balancer listens, which forwards to nothing but the backend below. */
  readonly balancer: Address;
  /** Where the kit's own backend listens. */
  readonly backendPort: number;
  /** @default '127.0.0.1' */
  readonly backendHost?: string;
  /** Bound of each wait for something to arrive, in milliseconds; @default 5000 */
  readonly timeoutMs?: number;
  /** How long `idle-hold` keeps still, in milliseconds; @default 2000 */
  readonly idleMs?: number;
  /** How long the balancer may take to find out that the backend is up, in milliseconds; @default 15000 */
  readonly patienceMs?: number;
  /** Checks to make, by name or by the beginning that several share; @default all */
  readonly only?: readonly string[];
  /** Checks that may be neither broken nor unclear, likewise; @default all that are made and can be kept or broken */
  readonly must?: readonly string[];
}

export interface SettledConformanceOptions {
  readonly balancer: Address;
  readonly backend: Address;
  readonly timeoutMs: number;
  readonly idleMs: number;
  readonly patienceMs: number;
  readonly checks: readonly Check[];
  /** Names. */
  readonly must: ReadonlySet<string>;
}

const SHAPE: Shape<ConformanceOptions> = {
  balancer: 'object',
  backendPort: 'number',
  backendHost: 'string',
  timeoutMs: 'number',
  idleMs: 'number',
  patienceMs: 'number',
  only: 'strings',
  must: 'strings',
};
const ADDRESS_SHAPE: Shape<Address> = { host: 'string', port: 'number' };

/** @throws LbsimError `ERR_OPTION_INVALID` */
export function settleConformanceOptions(options: ConformanceOptions): SettledConformanceOptions {
  checkShape('ConformanceOptions', options, SHAPE, ['balancer', 'backendPort']);
  checkShape('Address', options.balancer, ADDRESS_SHAPE, ['host', 'port']);
  checkPort('port', options.balancer.port, 1);
  checkPort('backendPort', options.backendPort, 0);
  const { balancer, backendPort, only, must, ...rest } = options;
  const { backendHost, ...times } = { ...CONFORMANCE_DEFAULTS, ...defined(rest) };
  for (const [name, ms] of Object.entries(times)) {
    if (!(ms > 0 && ms <= MAX_TIMER_MS)) throw outOfRange(name, ms, `1 to ${MAX_TIMER_MS} milliseconds`);
  }
  const made = only === undefined ? new Set(CHECK_NAMES) : named('only', only);
  const checks = CHECKS.filter(({ name }) => made.has(name));
  const judged = checks.filter((check) => check.judged).map(({ name }) => name);
  const musts = must === undefined ? new Set(judged) : named('must', must);
  const unmade = [...musts].find((name) => !made.has(name));
  if (unmade !== undefined)
    throw optionError(
      `check '${unmade}' must be kept, but is not among those to be made: name it in both, or in none`,
    );
  return { balancer, backend: { host: backendHost, port: backendPort }, ...times, checks, must: musts };
}

function checkPort(name: string, port: number, least: 0 | 1): void {
  if (!Number.isInteger(port) || port < least || port > 65_535)
    throw outOfRange(name, port, `${least} to 65535`);
}

function named(option: string, words: readonly string[]): Set<string> {
  return new Set(
    words.flatMap((word) => {
      const names = namesFor(word, CHECK_NAMES);
      if (names.length === 0)
        throw optionError(
          `${option} '${word}' is not a check${didYouMean(word, CHECK_NAMES)}: use ${CHECK_NAMES.join(', ')}`,
        );
      return names;
    }),
  );
}
