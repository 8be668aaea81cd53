import type { Address } from '../../net/address.js';
import { meansAway, type ClientFailure, type Unreached } from '../failure.js';
import type { Switch } from '../switch.js';
import type { TargetList } from './target-list.js';

/**
 * The way of one connection through the targets, made anew at the next one whenever it is lost. Each target is tried once
 * until there is an answer; after it, each may be tried once again.
 */
export class TargetWalk<Target extends Address = Address> {
  readonly #list: TargetList<Target>;
  #current: Target;
  #untried: readonly Target[];
  /** Where the connection stood last, or was to stand first. */
  #stood: Target;
  /** What became of those that were tried since there was an answer. */
  readonly #away = new Map<Target, ClientFailure>();

  constructor(list: TargetList<Target>) {
    this.#list = list;
    [this.#current, ...this.#untried] = list.order();
    this.#stood = this.#current;
  }

  /** The one to connect to, or connected to. */
  get current(): Target {
    return this.#current;
  }

  /** Those that could not be used since there was an answer, in the order in which they were tried. */
  get unreached(): readonly Unreached[] {
    return [...this.#away];
  }

  /** The connection to the current one stands. @returns how it came there, if it was at another one before */
  stands(): Switch<Target> | undefined {
    const [from, to] = [this.#stood, this.#current];
    const failure = this.#away.get(from);
    if (from === to || failure === undefined) return undefined;
    this.#stood = to;
    this.#list.moved(from, to);
    return { from, to, failure };
  }

  /** The current one has answered. */
  answered(): void {
    this.#untried = this.#list.after(this.#current);
    this.#away.clear();
  }

  /** The connection to the current one failed or is lost. @returns whether there is another to try, which is the current one now */
  goOn(failure: ClientFailure): boolean {
    this.#away.set(this.#current, failure);
    const [next, ...untried] = this.#untried;
    if (next === undefined || !meansAway(failure)) return false;
    this.#current = next;
    this.#untried = untried;
    return true;
  }

  /** All are to be tried again. */
  restart(): void {
    [this.#current, ...this.#untried] = this.#list.order();
  }
}
