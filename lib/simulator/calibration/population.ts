/** A population that is as good as endless, for each request that comes from it. */
const ENDLESS = 100;
const MOST_CLIENTS = 1_000_000;

/**
 * From how many clients requests are to be drawn at random, all alike, so that on average that number of them is distinct.
 *
 * @param distinct - of the requests, 1 or more
 */
export function populationOf(requests: number, distinct: number): number {
  if (distinct === 1) return 1;
  const expected = (clients: number): number => clients * -Math.expm1(requests * Math.log1p(-1 / clients));
  let [low, high] = [distinct - 1, Math.min(MOST_CLIENTS, Math.max(distinct, ENDLESS * requests))];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (expected(middle) < distinct - 0.5) low = middle;
    else high = middle;
  }
  return high;
}
