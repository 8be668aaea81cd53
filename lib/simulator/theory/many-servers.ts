import { erlangWait } from './erlang-wait.js';
import type { SojournLaw } from './sojourn-law.js';

/** A station with Poisson arrivals and servers that are alike. */
export interface ServerGroup {
  readonly arrivalRate: number;
  /** Of one server. */
  readonly serviceRate: number;
  readonly servers: number;
}

/**
 * M/M/c, first come first served: those who wait do so for an exponential time of rate cμ − λ, and are then served.
 * With one server it is M/M/1, whose sojourn is exponential of mean 1 / (μ − λ).
 *
 * L. Kleinrock, "Queueing Systems", vol. 1, 1975, sections 3.2 and 3.5; the tail is the convolution of the two. The load has to
 * be below 1.
 */
export function manyServers({ arrivalRate, serviceRate, servers }: ServerGroup): SojournLaw {
  const offered = arrivalRate / serviceRate;
  const waits = erlangWait(servers, offered);
  const spare = servers - 1 - offered;
  return {
    mean: 1 / serviceRate + waits / (servers * serviceRate - arrivalRate),
    tail: (time) => {
      const services = serviceRate * time;
      const exponent = Math.abs(services * spare);
      // The two phases may be equally fast, or nearly so: then this tends to 1.
      const blend = exponent === 0 ? 1 : -Math.expm1(-exponent) / exponent;
      const slower = services * Math.min(1, 1 + spare);
      return Math.exp(-services) + waits * services * blend * Math.exp(-slower);
    },
  };
}
