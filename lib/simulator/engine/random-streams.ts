import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomSource } from '../../schedulers/scheduler.js';
import { scrambledWords } from './split-mix.js';

const TWO_26 = 2 ** 26;
const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;

/** Independent sources of randomness, one for each purpose, so that no decision of a balancer changes what comes next. */
export interface RandomStreams {
  readonly arrivals: RandomSource;
  readonly services: RandomSource;
  /** Which client a request is of, and which balancer it goes to. */
  readonly clients: RandomSource;
  readonly faults: RandomSource;
  /** The jitter of probes, of each balancer. */
  readonly probes: readonly RandomSource[];
  /** The picks of each balancer. */
  readonly picks: readonly RandomSource[];
  /** When each balancer exchanges what it knows with the others. */
  readonly exchanges: readonly RandomSource[];
  /** How many requests a connection has, and when the next one comes. */
  readonly connections: RandomSource;
  /** Which class a request is of. */
  readonly classes: RandomSource;
}

/**
 * The streams of a seed: xoroshiro128+ (Blackman and Vigna, 2018), each stream 2⁶⁴ draws after the one before, so that
 * they never meet. Seeds are scrambled by SplitMix64, so that consecutive ones are unrelated. The same seed gives the same
 * draws on any machine.
 *
 * @param seed - an integer of 32 bits
 */
export function randomStreams(seed: number, balancers: number): RandomStreams {
  const generator = xoroshiro128plusFromState(scrambledWords(seed, 4));
  const nextStream = (): { next(): number } => {
    generator.jump();
    return generator.clone();
  };
  return {
    arrivals: fine(nextStream()),
    services: fine(nextStream()),
    clients: coarse(nextStream()),
    faults: coarse(nextStream()),
    probes: Array.from({ length: balancers }, () => coarse(nextStream())),
    picks: Array.from({ length: balancers }, () => coarse(nextStream())),
    exchanges: Array.from({ length: balancers }, () => coarse(nextStream())),
    connections: fine(nextStream()),
    classes: fine(nextStream()),
  };
}

/** Draws from [0, 1) in steps of 2⁻⁵³, as the tails of distributions need them. */
function fine(generator: { next(): number }): RandomSource {
  return () => ((generator.next() >>> 5) * TWO_26 + (generator.next() >>> 6)) / TWO_53;
}

/** Draws from [0, 1) in steps of 2⁻³², which is enough to choose by. */
function coarse(generator: { next(): number }): RandomSource {
  return () => (generator.next() >>> 0) / TWO_32;
}
