import type { MetricSample } from './family.js';
import { value } from './samples.js';

/** Requests to the admin API, by path template and status. */
export class RequestCounts {
  readonly #counts = new Map<string, { readonly route: string; readonly code: string; count: number }>();

  /** @param route - a path as it is written for the router, such as `/v1/backends/:name` */
  answered(route: string, status: number): void {
    const key = `${route} ${status}`;
    const counted = this.#counts.get(key);
    if (counted === undefined) this.#counts.set(key, { route, code: String(status), count: 1 });
    else counted.count++;
  }

  get samples(): MetricSample[] {
    return [...this.#counts.values()].map(({ route, code, count }) => value(count, { route, code }));
  }
}
