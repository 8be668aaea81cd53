import type { SimulationSettings } from '../plan/settings.js';

/** How many arrivals there are going to be, and until when. */
export class ArrivalBudget {
  /** After which no request comes. */
  end = Infinity;
  #left: number;

  constructor({
    requests,
    arrivalsEnd,
    workload,
  }: Pick<SimulationSettings, 'requests' | 'arrivalsEnd' | 'workload'>) {
    const inTrace = workload.kind === 'open' ? workload.trace?.length : undefined;
    this.#left = arrivalsEnd < Infinity ? (inTrace ?? Infinity) : requests;
  }

  /** @returns whether one more is to come then */
  take(at: number): boolean {
    if (this.#left === 0 || at > this.end) return false;
    this.#left--;
    return true;
  }
}
