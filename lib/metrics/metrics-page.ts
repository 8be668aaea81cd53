import { loadWithRoom } from '../load-with-room.js';
import type { Format } from './exposition.js';
import type { Family } from './family.js';
import type { ProcessReadings } from './process-families.js';
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
  #process: ProcessReadings | undefined;

  constructor(source: MetricsSource) {
    this.#source = source;
  }

  /** An event was logged. */
  logged(event: string): void {
    this.#source.logged?.(event);
  }

  /** What writes it is loaded with the first. */
  async text(format: Format): Promise<string> {
    const [{ exposition }, { ProcessReadings }] = await loadWithRoom(() =>
      Promise.all([import('./exposition.js'), import('./process-families.js')]),
    );
    this.#process ??= new ProcessReadings(this.requests);
    const families = await Promise.all([this.#source.families(), this.#process.families()]);
    return exposition(families.flat(), format);
  }
}
