/** What is left of the tail when its next term no longer matters. */
const NEGLIGIBLE = 1e-17;

/**
 * The share of backends with at least 1, 2, … requests when there are infinitely many and each request joins the shortest of
 * `choices` drawn at random: ρ^((dⁱ − 1) / (d − 1)).
 *
 * N. D. Vvedenskaya, R. L. Dobrushin and F. I. Karpelevich, 1996; M. Mitzenmacher, "The Power of Two Choices in Randomized Load
 * Balancing", IEEE TPDS 12(10), 2001. The first one is the load; shares that don't matter are left out.
 *
 * @param choices - 2 or more
 */
export function meanFieldTail(choices: number, load: number): number[] {
  const shares: number[] = [];
  for (let share = load; share > NEGLIGIBLE; share = load * share ** choices) shares.push(share);
  return shares;
}

/** Mean sojourn in that limit, in mean services: Σ ρ^((dⁱ − d) / (d − 1)) over i from 1, by Little's law. */
export function meanFieldSojourn(choices: number, load: number): number {
  return meanFieldTail(choices, load).reduce((sum, share) => sum + share, 0) / load;
}
