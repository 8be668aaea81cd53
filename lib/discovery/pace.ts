import type { TargetOutcome } from './target.js';

const MIN_MS = 1000;
const MAX_MS = 60_000;
/** The share by which a lookup may come earlier or later, so that those of many balancers spread out. */
const JITTER = 0.1;

/**
 * When a name is to be looked up again: when its records expire, after 1 s at the earliest and 60 s at the latest, or at the
 * interval where nothing says how long they hold. After a failure that is 1 s, then twice as long each time, up to the interval.
 * Times are in milliseconds.
 */
export class Pace {
  readonly #intervalMs: number;
  readonly #random: () => number;
  #retryMs = MIN_MS;

  constructor(intervalMs: number, random: () => number) {
    this.#intervalMs = intervalMs;
    this.#random = random;
  }

  /** @param limitMs - after which something is to be said, whatever comes @returns how long to wait */
  after(outcome: TargetOutcome, limitMs = Infinity): number {
    if (!('failure' in outcome)) {
      this.#retryMs = MIN_MS;
      return this.#spread(bounded(outcome.holdsMs) ?? this.#intervalMs);
    }
    const retryMs = Math.min(this.#retryMs, this.#intervalMs);
    this.#retryMs = Math.min(retryMs * 2, MAX_MS);
    return Math.min(this.#spread(retryMs), Math.max(0, limitMs));
  }

  #spread(ms: number): number {
    return ms * (1 - JITTER + 2 * JITTER * this.#random());
  }
}

function bounded(holdsMs: number | undefined): number | undefined {
  return holdsMs === undefined ? undefined : Math.min(MAX_MS, Math.max(MIN_MS, holdsMs));
}
