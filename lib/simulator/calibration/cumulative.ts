import { normal } from '../../workload/normal.js';
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
