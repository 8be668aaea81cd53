import { readSamples, traceTimes } from '../../recording/trace-file.js';
import { serviceSamples } from '../../recording/service-samples.js';
import { empiricalService, type EmpiricalService } from '../../workload/service-times.js';

/** The files of traces and service times that plans name. Each is read once, as the plans of a comparison share them. */
export class SampleFiles {
  readonly #texts: Map<string, string>;
  readonly #traces = new Map<string, readonly number[]>();
  readonly #services = new Map<string, EmpiricalService>();

  /** @param known - texts of files that have been read, by their paths @default none */
  constructor(known: Iterable<readonly [path: string, text: string]> = []) {
    this.#texts = new Map(known);
  }

  /** Arrivals, in milliseconds since the first. @throws LbsimError `ERR_OPTION_INVALID`, `ERR_RECORDING` */
  trace(path: string): readonly number[] {
    return once(this.#traces, path, () => traceTimes(this.#read(path, 'trace'), path));
  }

  /** Service times, in milliseconds. @throws LbsimError `ERR_OPTION_INVALID`, `ERR_RECORDING` */
  service(path: string): EmpiricalService {
    return once(this.#services, path, () =>
      empiricalService(path, serviceSamples(this.#read(path, 'service times'), path)),
    );
  }

  #read(path: string, what: string): string {
    return once(this.#texts, path, () => readSamples(path, what));
  }
}

function once<T>(known: Map<string, T>, path: string, make: () => T): T {
  const before = known.get(path);
  if (before !== undefined) return before;
  const made = make();
  known.set(path, made);
  return made;
}
