import { isFailureKind } from '../failure.js';
import type { ProbeRecord } from '../health/watch.js';
import type { Backend } from '../routing/backend.js';
import { BucketCounts, type Distribution } from './distribution.js';

/** Of probes, in milliseconds. */
const PROBE_BOUNDS = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000];
const NONE = new BucketCounts(PROBE_BOUNDS).distribution;

interface ProbeMeter {
  readonly results: Map<string, number>;
  readonly durations: BucketCounts;
}

/** Counts the probes of each backend. */
export class ProbeMeters {
  readonly #meters = new WeakMap<Backend, ProbeMeter>();

  /** A probe of the backend has ended. */
  probed(backend: Backend, { result, ms }: Pick<ProbeRecord, 'result' | 'ms'>): void {
    let meter = this.#meters.get(backend);
    if (meter === undefined) {
      meter = { results: new Map(), durations: new BucketCounts(PROBE_BOUNDS) };
      this.#meters.set(backend, meter);
    }
    const word = wordFor(result);
    meter.results.set(word, (meter.results.get(word) ?? 0) + 1);
    meter.durations.record(ms);
  }

  /** How often probes of the backend ended with each result: `ok`, a kind of failure, or `check_failed`. */
  resultsOf(backend: Backend): Record<string, number> {
    return Object.fromEntries(this.#meters.get(backend)?.results ?? []);
  }

  /** How long they took. */
  durationsOf(backend: Backend): Distribution {
    return this.#meters.get(backend)?.durations.distribution ?? NONE;
  }
}

/** One of a few words, whatever a backend or a probe of the user's own says. */
function wordFor(result: ProbeRecord['result']): string {
  if (result.ok) return 'ok';
  return isFailureKind(result.reason) ? result.reason : 'check_failed';
}
