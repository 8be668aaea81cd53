import { birthDeath, meanState } from './birth-death.js';
import type { ServerGroup } from './many-servers.js';

/**
 * M/M/c/c+q: of the arrivals that find all servers busy, q may wait; others are rejected. Any load will do.
 *
 * L. Kleinrock, "Queueing Systems", vol. 1, 1975, sections 3.6 and 3.7. With no place to wait it is Erlang's loss system.
 *
 * @param waiting - places to wait
 * @returns mean sojourn of those admitted, and the share of those turned away
 */
export function finiteQueue(
  { arrivalRate, serviceRate, servers }: ServerGroup,
  waiting: number,
): { readonly meanSojourn: number; readonly lost: number } {
  const most = servers + waiting;
  const states = birthDeath(
    most,
    () => arrivalRate,
    (n) => Math.min(n, servers) * serviceRate,
  );
  const lost = states[most] ?? 0;
  return { meanSojourn: meanState(states) / (arrivalRate * (1 - lost)), lost };
}
