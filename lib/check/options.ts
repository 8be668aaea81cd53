import { namesFor } from '../names.js';
import { defined } from '../defined.js';
import { optionError, outOfRange } from '../errors.js';
import type { Address } from '../net/address.js';
import { didYouMean } from '../did-you-mean.js';
import { host, targetAddress } from '../schema/address.js';
import type { Kind } from '../schema/kind.js';
import { checkOptions, defaultsOf } from '../schema/library.js';
import { someOf } from '../schema/names.js';
import { listeningPort, targetPort } from '../schema/number.js';
import { group, option, optional, required } from '../schema/option.js';
import { MAX_TIMER_MS, positiveTime } from '../schema/time.js';
import type { Check } from './check.js';
import { CHECK_NAMES, CHECKS } from './checks/index.js';

/** As on the command line, but with an error of its own for what a program says. */
const wait: Kind<number, 'Ms'> = {
  ...positiveTime,
  check(name, ms) {
    if (!(ms > 0 && ms <= MAX_TIMER_MS)) throw outOfRange(name, ms, `1 to ${MAX_TIMER_MS} milliseconds`);
  },
};

/** The kit may take any free port; on the command line it has to be named, for the balancer is told of it. */
const backendPort: Kind<number, ''> = {
  ...targetPort,
  check: (name, port) => listeningPort.check(name, port),
};

const checkNames: Kind<readonly string[], ''> = {
  ...someOf('a check', CHECK_NAMES),
  check: (name, words) => void named(name, words),
};

/** The options of `lbsim check` and of the library's `Conformance`, each declared once. */
export const CHECK_TABLE = {
  ...group('Target:', {
    balancer: required(targetAddress, 'Where the balancer listens, HOST:PORT; also as a positional argument'),
    'backend-port': required(backendPort, "Port of lbsim's own backend, which the balancer forwards to"),
    'backend-host': option(host, '127.0.0.1', 'Host on which that backend listens'),
  }),
  ...group('Checks:', {
    must: optional(
      checkNames,
      'Checks that have to hold, comma-separated; the beginning of several names stands for them all, half-close for two',
      { defaultText: 'all that can be kept or broken' },
    ),
    only: optional(checkNames, 'Make these checks only', { defaultText: 'all' }),
    timeout: option(wait, 5000, 'Timeout of each wait for something to arrive'),
    idle: option(wait, 2000, 'How long idle-hold keeps a connection silent'),
  }),
};

/** With the one that only the library has. */
const CONFORMANCE_DEFAULTS = { ...defaultsOf(CHECK_TABLE), patienceMs: 15_000 };

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
  /** Checks that have to be kept, likewise; @default all that are made and can be kept or broken */
  readonly must?: readonly string[];
}

export interface ResolvedConformanceOptions {
  readonly balancer: Address;
  readonly backend: Address;
  readonly timeoutMs: number;
  readonly idleMs: number;
  readonly patienceMs: number;
  readonly checks: readonly Check[];
  /** Names. */
  readonly must: ReadonlySet<string>;
}

/** @throws LbsimError `ERR_OPTION_INVALID` */
export function resolveConformanceOptions(options: ConformanceOptions): ResolvedConformanceOptions {
  checkOptions('ConformanceOptions', options, CHECK_TABLE, { patienceMs: 'number' }, [
    'balancer',
    'backendPort',
  ]);
  const { balancer, backendPort, only, must, ...rest } = options;
  const { backendHost, ...times } = {
    ...CONFORMANCE_DEFAULTS,
    ...defined(rest),
  };
  wait.check('patienceMs', times.patienceMs);
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
