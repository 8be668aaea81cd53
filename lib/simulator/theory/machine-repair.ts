import { birthDeath, meanState } from './birth-death.js';

/** Clients that each wait for an answer, think, and ask again, and what answers them. */
export interface ClosedStation {
  readonly clients: number;
  /** Mean time between an answer and the next request, from 0 up. */
  readonly think: number;
  readonly servers: number;
  /** Of one server. */
  readonly serviceRate: number;
}

/**
 * Mean sojourn of M/M/c//n, the machine repair model, by Little's law: requests present = throughput × sojourn.
 *
 * L. Kleinrock, "Queueing Systems", vol. 1, 1975, section 3.8.
 */
export function machineRepair({ clients, think, servers, serviceRate }: ClosedStation): number {
  if (think === 0) return clients / (Math.min(clients, servers) * serviceRate);
  const states = birthDeath(
    clients,
    (n) => (clients - n) / think,
    (n) => Math.min(n, servers) * serviceRate,
  );
  const working = states.reduce((sum, probability, n) => sum + Math.min(n, servers) * probability, 0);
  return meanState(states) / (working * serviceRate);
}
