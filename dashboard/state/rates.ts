import type { BalancerView } from './model.js';

/** A rate is that of so long. */
const WINDOW_MS = 2000;

interface Reading {
  readonly at: number;
  readonly opened: ReadonlyMap<string, number>;
}

/** Connections a second that each backend gets, from what it was counted to have at two moments. */
export class Rates {
  #readings: Reading[] = [];

  add({ backends }: BalancerView, at: number): void {
    const opened = new Map(backends.map(({ name, load }) => [name, load.opened]));
    const old = this.#readings.findLastIndex((reading) => reading.at <= at - WINDOW_MS);
    this.#readings = [...this.#readings.slice(Math.max(0, old)), { at, opened }];
  }

  /** A second; 0 while there is nothing to compare with. */
  of(name: string): number {
    const [first] = this.#readings;
    const last = this.#readings.at(-1);
    if (first === undefined || last === undefined || first === last) return 0;
    const before = first.opened.get(name);
    const after = last.opened.get(name);
    if (before === undefined || after === undefined || after < before) return 0;
    return ((after - before) / (last.at - first.at)) * 1000;
  }
}
