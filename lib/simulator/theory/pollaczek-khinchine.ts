/** A single server with Poisson arrivals and services of any distribution. */
export interface GeneralServer {
  readonly arrivalRate: number;
  readonly serviceRate: number;
  /** Squared coefficient of variation of the services: variance by squared mean. */
  readonly squaredVariation: number;
}

/**
 * Mean sojourn of M/G/1, first come first served; infinite when the variance of services is.
 *
 * F. Pollaczek, 1930; A. Y. Khinchine, 1932; L. Kleinrock, "Queueing Systems", vol. 1, 1975, section 5.6. The load has to be
 * below 1.
 */
export function pollaczekKhinchine({ arrivalRate, serviceRate, squaredVariation }: GeneralServer): number {
  const load = arrivalRate / serviceRate;
  return (1 + (load * (1 + squaredVariation)) / (2 * (1 - load))) / serviceRate;
}
