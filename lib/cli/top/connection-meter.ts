import type { BackendView } from '../../admin/backend-view.js';
import type { ConnectionRates } from '../backends/backend-columns.js';

/** Rates are taken over this time at least, in ms, once it has passed. */
const WINDOW_MS = 1000;

interface Reading {
  /** In ms since 1970. */
  readonly at: number;
  /** Connections so far, by the backends' names. */
  readonly opened: ReadonlyMap<string, number>;
}

/** New connections a second, from the counts of successive snapshots. */
export class ConnectionMeter implements ConnectionRates {
  /** The oldest first: the one that is compared with, and those since. */
  #readings: Reading[] = [];
  #rates: ReadonlyMap<string, number> = new Map();
  total: number | undefined;

  of(name: string): number | undefined {
    return this.#rates.get(name);
  }

  /** @param timestamp - of the snapshot, RFC 3339 */
  read(timestamp: string, backends: readonly BackendView[]): void {
    const at = Date.parse(timestamp);
    const opened = new Map(backends.map(({ name, load }) => [name, load.opened]));
    const { length } = this.#readings;
    const old = this.#readings.findLastIndex((reading) => at - reading.at >= WINDOW_MS);
    this.#readings = [...this.#readings.slice(Math.max(0, old), length), { at, opened }];
    const [first] = this.#readings;
    if (first === undefined || first.at >= at) return;
    const rates = [...opened].flatMap(([name, count]) => {
      const before = first.opened.get(name);
      return before === undefined
        ? []
        : [[name, Math.max(0, ((count - before) * 1000) / (at - first.at))] as const];
    });
    this.#rates = new Map(rates);
    this.total = rates.reduce((sum, [, rate]) => sum + rate, 0);
  }

  /** Another process counts from 0 again. */
  reset(): void {
    this.#readings = [];
    this.#rates = new Map();
    this.total = undefined;
  }
}
