/**
 * Erlang's B formula: the share of Poisson arrivals that find all servers busy, when those are lost (M/G/c/c).
 *
 * A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
 * exchanges", 1917; by the usual recursion over the servers, which neither overflows nor cancels. Cost: O(servers).
 *
 * @param offered - arrival rate by service rate, in erlangs
 */
export function erlangLoss(servers: number, offered: number): number {
  let loss = 1;
  for (let server = 1; server <= servers; server++) loss = (offered * loss) / (server + offered * loss);
  return loss;
}
