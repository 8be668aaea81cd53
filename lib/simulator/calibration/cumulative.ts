import type { ServiceDistribution } from '../../workload/service-times.js';

/** The share of the times that are at most that long. */
export type Cumulative = (time: number) => number;

/** Of a distribution of that mean. Times that were measured have none. */
export function cumulativeOf(service: ServiceDistribution, mean: number): Cumulative | undefined {
  switch (service.kind) {
    case 'exponential':
      return (time) => 1 - Math.exp(-time / mean);
    case 'deterministic':
      return (time) => (time < mean ? 0 : 1);
    case 'erlang':
      return erlang(service.phases, mean);
    case 'lognormal': {
      const variance = Math.log(1 + service.cv2);
      const deviation = Math.sqrt(variance);
      return (time) => (time <= 0 ? 0 : normal((Math.log(time / mean) + variance / 2) / deviation));
    }
    case 'pareto': {
      const { alpha } = service;
      const scale = (mean * (alpha - 1)) / alpha;
      return (time) => (time <= scale ? 0 : 1 - (scale / time) ** alpha);
    }
    case 'empirical':
      return undefined;
  }
}

function erlang(phases: number, mean: number): Cumulative {
  return (time) => {
    const rate = (phases * time) / mean;
    let term = Math.exp(-rate);
    let sum = term;
    for (let phase = 1; phase < phases; phase++) {
      term *= rate / phase;
      sum += term;
    }
    return 1 - sum;
  };
}

/** Of the standard normal distribution, to 1.5e-7 (M. Abramowitz and I. A. Stegun, 1964, 7.1.26). */
function normal(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const polynomial =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (polynomial * Math.exp(-z * z)) / 2;
  return x < 0 ? tail : 1 - tail;
}
