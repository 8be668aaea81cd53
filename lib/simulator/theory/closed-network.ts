/** Stations of one server that are alike, in a closed network. */
export interface ClosedGroup {
  readonly stations: number;
  /** The share of all requests that goes to each of them. */
  readonly share: number;
  readonly serviceRate: number;
}

/**
 * Mean sojourn of requests of clients who think, go to a station by the lot, are answered, and think again (Gordon and
 * Newell's network), by mean value analysis: who comes finds the queue as it is with one client fewer.
 *
 * M. Reiser and S. S. Lavenberg, "Mean-value analysis of closed multichain queueing networks", JACM 27(2), 1980. Services are
 * exponential, or of any distribution under processor sharing. Cost: O(clients × groups).
 */
export function closedNetwork(clients: number, think: number, groups: readonly ClosedGroup[]): number {
  let queues = groups.map(() => 0);
  let sojourn = 0;
  for (let population = 1; population <= clients; population++) {
    const sojourns = groups.map(({ serviceRate }, group) => (1 + (queues[group] ?? 0)) / serviceRate);
    sojourn = groups.reduce(
      (sum, { stations, share }, group) => sum + stations * share * (sojourns[group] ?? 0),
      0,
    );
    const throughput = population / (think + sojourn);
    queues = groups.map(({ share }, group) => throughput * share * (sojourns[group] ?? 0));
  }
  return sojourn;
}
