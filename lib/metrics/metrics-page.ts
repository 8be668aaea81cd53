import { loadWithRoom } from '../load-with-room.js';
import type { exposition, Format } from './exposition.js';
import type { Family } from './family.js';
import type { ProcessReadings } from './process-families.js';
import { RequestCounts } from './request-counts.js';

/** What a process measures, beside itself. */
export interface MetricsSource {
  families(): Family[] | Promise<Family[]>;
  /** An event was logged. */
  logged?(event: string): void;
}

/** What writes pages; it is loaded with the first. */
interface PageCode {
  readonly exposition: typeof exposition;
  readonly ProcessReadings: new (requests: RequestCounts) => ProcessReadings;
}

/** The metrics of a process as a page that Prometheus scrapes. */
export class MetricsPage {
  /** Told of requests to the admin API. */
  readonly requests = new RequestCounts();
  readonly #source: MetricsSource;
  #code: PageCode | undefined;
  #process: ProcessReadings | undefined;

  constructor(source: MetricsSource) {
    this.#source = source;
  }

  /** An event was logged. */
  logged(event: string): void {
    this.#source.logged?.(event);
  }

  async text(format: Format): Promise<string> {
    const { exposition, ProcessReadings } = (this.#code ??= await loadCode());
    this.#process ??= new ProcessReadings(this.requests);
    const families = await Promise.all([this.#source.families(), this.#process.families()]);
    return exposition(families.flat(), format);
  }
}

async function loadCode(): Promise<PageCode> {
  const [{ exposition }, { ProcessReadings }] = await loadWithRoom(() =>
    Promise.all([import('./exposition.js'), import('./process-families.js')]),
  );
  return { exposition, ProcessReadings };
}
