import type { Address } from '../../net/address.js';

/** How a new connection picks its target: the first one, or the one that the client is at by now; or any of them. */
export const TARGET_PICKS = ['first', 'random'] as const;
export type TargetPick = (typeof TARGET_PICKS)[number];

type AtLeastOne<T> = readonly [T, ...T[]];

/** The addresses that a client may connect to, and the one that it is at. */
export class TargetList<Target extends Address = Address> {
  readonly #targets: AtLeastOne<Target>;
  readonly #pick: TargetPick;
  readonly #random: () => number;
  #current: Target;

  /** @param random - uniform numbers in [0, 1) for `random`; @default Math.random */
  constructor(targets: AtLeastOne<Target>, pick: TargetPick = 'first', random: () => number = Math.random) {
    this.#targets = targets;
    this.#pick = pick;
    this.#random = random;
    [this.#current] = targets;
  }

  get all(): AtLeastOne<Target> {
    return this.#targets;
  }

  /** All of them, in the order in which a new connection tries them. */
  order(): AtLeastOne<Target> {
    if (this.#targets.length === 1) return this.#targets;
    if (this.#pick === 'first') return [this.#current, ...this.#following(this.#current)];
    const drawn = this.#targets[Math.floor(this.#random() * this.#targets.length)] ?? this.#current;
    return [drawn, ...this.#following(drawn)];
  }

  /** Those to try when a connection to that one is lost: the others, and then itself. None where it is the only one. */
  after(lost: Target): readonly Target[] {
    return this.#targets.length === 1 ? [] : [...this.#following(lost), lost];
  }

  /** A connection has left one target for another. New connections do the same, unless they have left it already. */
  moved(from: Target, to: Target): void {
    if (from === this.#current) this.#current = to;
  }

  #following(target: Target): readonly Target[] {
    const index = this.#targets.indexOf(target);
    return [...this.#targets.slice(index + 1), ...this.#targets.slice(0, index)];
  }
}
