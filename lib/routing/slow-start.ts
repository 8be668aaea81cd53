import type { Backend } from './backend.js';

/** Weights are in these parts of the weight given, so that a share of it is a whole number. */
const FULL_PERCENT = 100;
/** What a backend that has just come back takes of its share. */
const FIRST_PERCENT = 10;

/**
 * Slow start: a backend that came back takes a tenth of its share at first, and more, linearly, until it takes all of it.
 * Caches are cold and connection pools empty, and what would come at once would take it down again. As in HAProxy's
 * `slowstart` and nginx's `slow_start`.
 */
export class SlowStart {
  #durationMs: number;
  readonly #weightChanged: (backend: Backend, before: number) => void;
  /** Since when each warms up. */
  readonly #warming = new Map<Backend, number>();

  /**
   * @param durationMs - how long it takes; 0 for no slow start
   * @param weightChanged - told of each backend whose weight has become another
   */
  constructor(durationMs: number, weightChanged: (backend: Backend, before: number) => void) {
    this.#durationMs = durationMs;
    this.#weightChanged = weightChanged;
  }

  /** Whether a backend is warming up, so that time changes weights. */
  get goesOn(): boolean {
    return this.#warming.size > 0;
  }

  /** Sets a backend that is new to its full weight. */
  prepare(backend: Backend): void {
    if (this.#durationMs === 0) return;
    backend.weight *= FULL_PERCENT;
    backend.fullWeight *= FULL_PERCENT;
  }

  /** The backend came back at `now`, in milliseconds. */
  begin(backend: Backend, now: number): void {
    if (this.#durationMs === 0) return;
    this.#warming.set(backend, now);
    this.#weigh(backend, FIRST_PERCENT);
  }

  /**
   * Slow starts take that long from now on, in milliseconds; 0 ends those that are under way.
   *
   * @param each - has all backends weighed anew, where the unit of weights is another
   */
  setDuration(durationMs: number, each: (rescale: (backend: Backend) => void) => void): void {
    const [before, after] = [this.#durationMs, durationMs].map((ms) => (ms === 0 ? 1 : FULL_PERCENT));
    this.#durationMs = durationMs;
    if (durationMs === 0) this.#warming.clear();
    if (before === after) return;
    each((backend) => {
      backend.fullWeight = durationMs === 0 ? backend.givenWeight : backend.givenWeight * FULL_PERCENT;
      backend.weight = backend.fullWeight;
    });
  }

  /** The weight given is another. A backend that is warming up is as warm as it was. */
  setWeight(backend: Backend, weight: number): void {
    const warmth = backend.weight / backend.fullWeight;
    backend.givenWeight = weight;
    backend.fullWeight = this.#durationMs === 0 ? weight : weight * FULL_PERCENT;
    backend.weight = Math.max(1, Math.round(backend.fullWeight * warmth));
  }

  /** The backend is gone. */
  forget(backend: Backend): void {
    this.#warming.delete(backend);
  }

  /** Gives the backends that are warming up the weights that they have at `now`. */
  advance(now: number): void {
    for (const [backend, since] of this.#warming) {
      const percent = this.#percentAt(since, now);
      this.#weigh(backend, percent);
      if (percent === FULL_PERCENT) this.#warming.delete(backend);
    }
  }

  /** The share of its weight that is the backend's at `now`, 0 to 1. Asking changes nothing. */
  warmthOf(backend: Backend, now: number): number {
    const since = this.#warming.get(backend);
    return since === undefined ? 1 : this.#percentAt(since, now) / FULL_PERCENT;
  }

  #percentAt(since: number, now: number): number {
    const share = Math.min(1, (now - since) / this.#durationMs);
    return Math.floor(FIRST_PERCENT + (FULL_PERCENT - FIRST_PERCENT) * share);
  }

  #weigh(backend: Backend, percent: number): void {
    const weight = (backend.fullWeight / FULL_PERCENT) * percent;
    const before = backend.weight;
    if (weight === before) return;
    backend.weight = weight;
    this.#weightChanged(backend, before);
  }
}
