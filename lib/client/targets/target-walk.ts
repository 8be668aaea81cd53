import type { Address } from '../../net/address.js';
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

  constructor(list: TargetList<Target>) {
    this.#list = list;
    [this.#current, ...this.#untried] = list.order();
    this.#stood = this.#current;
  }

  /** The one to connect to, or connected to. */
  get current(): Target {
    return this.#current;
  }

  /** The connection to the current one stands. @returns the one that it was at before, if it is another */
  stands(): Target | undefined {
    const left = this.#stood;
    if (left === this.#current) return undefined;
    this.#stood = this.#current;
    this.#list.moved(left, this.#current);
    return left;
  }

  /** The current one has answered. */
  answered(): void {
    this.#untried = this.#list.after(this.#current);
  }

  /** The current one is away. @returns whether there is another to try, which is the current one now */
  goOn(): boolean {
    const [next, ...untried] = this.#untried;
    if (next === undefined) return false;
    this.#current = next;
    this.#untried = untried;
    return true;
  }

  /** All are to be tried again. */
  restart(): void {
    [this.#current, ...this.#untried] = this.#list.order();
  }
}
