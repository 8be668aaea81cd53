import { exposition, type Format } from './exposition.js';
import type { Family } from './family.js';
import { ProcessReadings } from './process-families.js';
import { RequestCounts } from './request-counts.js';

/** What a process measures, beside itself. */
export interface MetricsSource {
  families(): Family[] | Promise<Family[]>;
  /** An event was logged. */
  logged?(event: string): void;
}

/** The metrics of a process as a page that Prometheus scrapes. */
export class MetricsPage {
  /** Told of requests to the admin API. */
  readonly requests = new RequestCounts();
  readonly #source: MetricsSource;
  readonly #process = new ProcessReadings(this.requests);

  constructor(source: MetricsSource) {
    this.#source = source;
  }

  /** An event was logged. */
  logged(event: string): void {
    this.#source.logged?.(event);
  }

  async text(format: Format): Promise<string> {
    const families = await Promise.all([this.#source.families(), this.#process.families()]);
    return exposition(families.flat(), format);
  }
}
