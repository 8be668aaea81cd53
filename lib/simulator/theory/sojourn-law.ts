/** What theory knows of the time that requests spend in a system, in the unit of the rates that it was made from. */
export interface SojournLaw {
  readonly mean: number;
  /** The share of requests that take longer; absent where there is no closed form. It falls from 1 to 0. */
  readonly tail?: (time: number) => number;
}

/** A law that holds for a share of the requests. */
export interface SharedLaw {
  readonly share: number;
  readonly law: SojournLaw;
}

/** Bisections until a double can't be halved any more. */
const STEPS = 200;

/** The exponential law: `tail(t) = e^(−t / mean)`. */
export function exponentialLaw(mean: number): SojournLaw {
  return { mean, tail: (time) => Math.exp(-time / mean) };
}

/** The law of a request that is under one of several. @param parts - their shares are 1 together */
export function mixture(parts: readonly SharedLaw[]): SojournLaw {
  const mean = parts.reduce((sum, { share, law }) => sum + share * law.mean, 0);
  const tails = parts.flatMap(({ share, law: { tail } }) => (tail === undefined ? [] : [{ share, tail }]));
  if (tails.length < parts.length) return { mean };
  return { mean, tail: (time) => tails.reduce((sum, { share, tail }) => sum + share * tail(time), 0) };
}

/**
 * The time that a share `q` of the requests does not exceed, by bisection of the tail.
 *
 * @returns undefined when the law has no tail
 */
export function quantileOf({ mean, tail }: SojournLaw, q: number): number | undefined {
  if (tail === undefined) return undefined;
  let [low, high] = [0, mean];
  while (tail(high) > 1 - q) high *= 2;
  for (let step = 0; step < STEPS && low < high; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (tail(middle) > 1 - q) low = middle;
    else high = middle;
  }
  return high;
}
