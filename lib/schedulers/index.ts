import { didYouMean } from '../did-you-mean.js';
import { LbsimError } from '../errors.js';
import { AutoScheduler } from './auto.js';
import { BoundedLoadScheduler } from './bounded-load.js';
import { LeastConnectionsScheduler } from './least-connections.js';
import { shown, wrongType } from '../option-shape.js';
import { MaglevScheduler } from './maglev.js';
import { refuseBadOptions, type SchedulerOptions } from './options.js';
import { PeakEwmaScheduler } from './peak-ewma.js';
import { PowerOfTwoScheduler } from './power-of-two.js';
import { RandomScheduler } from './random.js';
import { RendezvousScheduler } from './rendezvous.js';
import { RingScheduler } from './ring.js';
import { RoundRobinScheduler } from './round-robin.js';
import type { Candidate, RandomSource, Scheduler } from './scheduler.js';

type Create = <C extends Candidate>(random: RandomSource, options: SchedulerOptions) => Scheduler<C>;

/** The only table of algorithm names: everything that lists, checks or builds schedulers reads it. */
const SCHEDULERS = {
  auto: <C extends Candidate>() => new AutoScheduler<C>(),
  'round-robin': <C extends Candidate>() => new RoundRobinScheduler<C>(),
  'least-connections': <C extends Candidate>() => new LeastConnectionsScheduler<C>(),
  random: <C extends Candidate>(random: RandomSource) => new RandomScheduler<C>(random),
  'power-of-two': <C extends Candidate>(random: RandomSource, options: SchedulerOptions) =>
    new PowerOfTwoScheduler<C>(random, options),
  'peak-ewma': <C extends Candidate>(random: RandomSource, options: SchedulerOptions) =>
    new PeakEwmaScheduler<C>(random, options),
  rendezvous: <C extends Candidate>() => new RendezvousScheduler<C>(),
  ring: <C extends Candidate>(_: RandomSource, { vnodes }: SchedulerOptions) => new RingScheduler<C>(vnodes),
  maglev: <C extends Candidate>() => new MaglevScheduler<C>(),
  'bounded-load': <C extends Candidate>(_: RandomSource, { vnodes }: SchedulerOptions) =>
    new BoundedLoadScheduler<C>(vnodes),
} as const satisfies Record<string, Create>;

export type Algorithm = keyof typeof SCHEDULERS;

/** Names that people know from other balancers, understood wherever an algorithm is named; what lbsim says has the real ones. */
export const ALGORITHM_ALIASES = {
  rr: 'round-robin',
  leastconn: 'least-connections',
  least_conn: 'least-connections',
  p2c: 'power-of-two',
  random2: 'power-of-two',
} as const satisfies Readonly<Record<string, Algorithm>>;

export type AlgorithmAlias = keyof typeof ALGORITHM_ALIASES;

/** The names of all algorithms, the default first. */
export const ALGORITHMS = Object.keys(SCHEDULERS) as readonly Algorithm[];

/** The algorithm of that name or alias, if there is one. */
export function algorithmNamed(name: string): Algorithm | undefined {
  const aliases: Readonly<Record<string, Algorithm>> = ALGORITHM_ALIASES;
  if (Object.hasOwn(aliases, name)) return aliases[name];
  return Object.hasOwn(SCHEDULERS, name) ? (name as Algorithm) : undefined;
}

/** ` (did you mean least-connections?)` for what is near to a name or an alias; otherwise nothing. */
export function algorithmHint(written: string): string {
  const words = [...ALGORITHMS, ...Object.keys(ALGORITHM_ALIASES)];
  return didYouMean(written, words, (word) => algorithmNamed(word) ?? word);
}

/**
 * A new scheduler without members.
 *
 * @param name - one of {@link ALGORITHMS}, or of {@link ALGORITHM_ALIASES}
 * @param random - random numbers for the algorithms that draw at random
 * @throws LbsimError `ERR_UNKNOWN_ALGORITHM` for a name that is not in the table, `ERR_OPTION_INVALID` for an option that makes
 *   no sense
 */
export function newScheduler<C extends Candidate>(
  name: string,
  random: RandomSource,
  options: SchedulerOptions = {},
): Scheduler<C> {
  const algorithm = knownAlgorithm(name);
  if (typeof random !== 'function')
    throw wrongType('random', random, 'a function that returns numbers from 0 to less than 1');
  refuseBadOptions(options);
  const create: Create = SCHEDULERS[algorithm];
  return create(random, options);
}

/**
 * The algorithm of that name or alias.
 *
 * @throws LbsimError `ERR_UNKNOWN_ALGORITHM` for any other name
 */
export function knownAlgorithm(name: unknown): Algorithm {
  const algorithm = typeof name === 'string' ? algorithmNamed(name) : undefined;
  if (algorithm !== undefined) return algorithm;
  const hint = typeof name === 'string' ? algorithmHint(name) : '';
  throw new LbsimError(
    'ERR_UNKNOWN_ALGORITHM',
    `unknown algorithm ${shown(name)}${hint}: use one of ${ALGORITHMS.join(', ')}`,
    { kind: 'usage' },
  );
}
