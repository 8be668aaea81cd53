/**
 * Times between two arrivals that are independent of each other, by their Laplace–Stieltjes transform: `transform(s)` is the
 * mean of e^(−s × time). All that GI/M/1 wants to know.
 */
export interface Interarrivals {
  readonly rate: number;
  readonly transform: (s: number) => number;
}

/** Every `phases`th of Poisson arrivals (Erlang's distribution): what each of `phases` stations gets in cyclic splitting. */
export function everyNth(poissonRate: number, phases: number): Interarrivals {
  return {
    rate: poissonRate / phases,
    transform: (s) => Math.exp(-phases * Math.log1p(s / poissonRate)),
  };
}

export function evenlySpaced(rate: number): Interarrivals {
  return { rate, transform: (s) => Math.exp(-s / rate) };
}

/** Of evenly spaced arrivals those on which the lot falls, each with that probability: gaps are geometric. */
export function drawnFromEven(rate: number, probability: number): Interarrivals {
  return {
    rate: rate * probability,
    transform: (s) => {
      const gap = Math.exp(-s / rate);
      return (probability * gap) / (1 - (1 - probability) * gap);
    },
  };
}
