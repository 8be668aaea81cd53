import { erlangLoss } from './erlang-loss.js';

/**
 * Erlang's C formula: the share of Poisson arrivals that have to wait, when those who find all servers busy wait for one
 * (M/M/c).
 *
 * A. K. Erlang, 1917 (see {@link erlangLoss}); L. Kleinrock, "Queueing Systems", vol. 1, 1975, section 3.5.
 *
 * @param offered - arrival rate by service rate, in erlangs; less than the servers
 */
export function erlangWait(servers: number, offered: number): number {
  const loss = erlangLoss(servers, offered);
  return loss / (1 - (offered / servers) * (1 - loss));
}
