import type { Sample } from '../../schedulers/options.js';
import { solve } from './linear-system.js';
import { meanFieldSojourn, meanFieldTail } from './mean-field.js';

/** Backends, each of one server, of which each request draws some and joins the shortest. */
export interface DrawnBackends {
  readonly backends: number;
  readonly choices: number;
  readonly sample: Sample;
  readonly load: number;
}

/**
 * Mean sojourn, in mean services, with the term in 1/N of the mean field's error; what is left is of order 1/N².
 *
 * N. Gast, "Expected Values Estimated via Mean-Field Approximation are 1/N-Accurate", SIGMETRICS 2017; N. Gast and B. Van
 * Houdt, "A Refined Mean Field Approximation", SIGMETRICS 2018. Let x_i be the share of backends with i requests or more. It goes
 * up by 1/N at rate N ρ (x_{i−1}^d − x_i^d) and down at rate N (x_i − x_{i+1}): its drift is f. At the fixed point, with A the
 * Jacobian of f and Q the diagonal of the rates, the fluctuations W solve A W + W Aᵀ + Q = 0, and the mean of x is off by V / N
 * with A V + ½ f″ : W + g = 0.
 *
 * For independent draws g is 0. Distinct ones are not all of i − 1 or more with x^d but with the quotient of falling
 * factorials (Nx)_d / (N)_d = x^d − C(d, 2) x^(d−1) (1 − x) / N + …, and that term is g's.
 */
export function refinedMeanField({ backends, choices, sample, load }: DrawnBackends): number {
  const shares = meanFieldTail(choices, load);
  const jacobian = jacobianOf(shares, choices, load);
  const spread = fluctuations(jacobian, shares, choices, load);
  const at = (level: number): number => (level < 0 ? 1 : (shares[level] ?? 0));
  const push = (level: number): number => {
    const share = at(level);
    const curved =
      level < 0 ? 0 : (choices * (choices - 1) * share ** (choices - 2) * (spread[level] ?? 0)) / 2;
    const repeated = ((choices * (choices - 1)) / 2) * share ** (choices - 1) * (1 - share);
    return load * (curved - (sample === 'distinct' ? repeated : 0));
  };
  const errors = solve(
    jacobian,
    shares.map((_, level) => push(level) - push(level - 1)),
  );
  const error = errors.reduce((sum, each) => sum + each, 0);
  return meanFieldSojourn(choices, load) + error / load / backends;
}

/** Of the drift at the fixed point. */
function jacobianOf(shares: readonly number[], choices: number, load: number): number[][] {
  const slope = (level: number): number => load * choices * (shares[level] ?? 0) ** (choices - 1);
  return shares.map((_, row) =>
    shares.map((_, column) => {
      if (column === row - 1) return slope(column);
      if (column === row) return -slope(row) - 1;
      return column === row + 1 ? 1 : 0;
    }),
  );
}

/** The diagonal of W: N times the variance of each share. */
function fluctuations(
  jacobian: readonly (readonly number[])[],
  shares: readonly number[],
  choices: number,
  load: number,
): number[] {
  const size = shares.length;
  const at = (level: number): number => (level < 0 ? 1 : (shares[level] ?? 0));
  const rate = (level: number): number =>
    load * (at(level - 1) ** choices - at(level) ** choices) + at(level) - at(level + 1);
  const places = Array.from(
    { length: size * size },
    (_, place) => [Math.floor(place / size), place % size] as const,
  );
  const entry = (row: number, column: number): number => jacobian[row]?.[column] ?? 0;
  const equations = places.map(([i, j]) =>
    places.map(([k, l]) => (l === j ? entry(i, k) : 0) + (k === i ? entry(j, l) : 0)),
  );
  const spread = solve(
    equations,
    places.map(([i, j]) => (i === j ? -rate(i) : 0)),
  );
  return shares.map((_, level) => spread[level * size + level] ?? 0);
}
