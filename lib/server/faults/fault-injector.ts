import { seededRandom } from '../../seeded-random.js';
import { changeFaults, NO_FAULTS, type FaultKind, type Faults } from './faults.js';
import { Shaping } from './shaping.js';

/** What happens to a connection as it comes in. */
export type AcceptDecision = 'served' | 'unaccepted' | Extract<FaultKind, 'refuse-ratio' | 'fail-first'>;

/**
 * The current faults of one backend and their random decisions. The same seed, faults and order of connections give the
 * same decisions.
 */
export class FaultInjector {
  /** Of bytes to the clients. */
  readonly downstream: Shaping;
  /** Of bytes to the service that the clients are forwarded to. */
  readonly upstream: Shaping;
  readonly #random: () => number;
  #faults = NO_FAULTS;
  /** Connections that came in since `failFirst` was set. */
  #arrived = 0;

  /** @throws LbsimError `ERR_OPTION_INVALID` for faults that make no sense */
  constructor(faults: Partial<Faults>, seed: number) {
    this.#random = seededRandom(seed);
    this.downstream = new Shaping(this.#random);
    this.upstream = new Shaping(this.#random);
    this.#changed(changeFaults(NO_FAULTS, faults));
  }

  get faults(): Faults {
    return this.#faults;
  }

  /** @throws LbsimError `ERR_OPTION_INVALID`, and then nothing has changed */
  set(changes: Partial<Faults>): void {
    this.#changed(changeFaults(this.#faults, changes));
    if (changes.failFirst !== undefined) this.#arrived = 0;
  }

  heal(): void {
    this.#changed(NO_FAULTS);
  }

  /** Decides about a connection that has just come in. */
  admit(): AcceptDecision {
    const { freeze, failFirst, refuseRatio } = this.#faults;
    if (freeze) return 'unaccepted';
    if (this.#arrived++ < failFirst) return 'fail-first';
    if (refuseRatio > 0 && this.#random() < refuseRatio) return 'refuse-ratio';
    return 'served';
  }

  #changed(faults: Faults): void {
    const { direction } = faults;
    this.#faults = faults;
    this.downstream.faults = direction === 'upstream' ? NO_FAULTS : faults;
    this.upstream.faults = direction === 'downstream' ? NO_FAULTS : faults;
  }
}
