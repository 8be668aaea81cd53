import type { ServiceDistribution } from '../../workload/service-times.js';
import type { SimulationSettings } from './settings.js';

/** How often those services are to come in one run. */
const TIMES = 30;
/** Levels of the continued fraction. */
const DEPTH = 40;

/**
 * Requests until the long services have come that make half of the third moment. It decides how far a mean's error is from normal: without
 * them a run of many short services looks calm, and its interval is too narrow and too low. Where backends share themselves
 * among their requests, a long one keeps nobody waiting.
 */
export function requestsForRareServices({
  service,
  discipline,
}: Pick<SimulationSettings, 'service' | 'discipline'>): number {
  return discipline === 'ps' ? 0 : TIMES / rareShare(service);
}

/** The share of the services that are longer than half of the third moment is of. */
function rareShare(service: ServiceDistribution): number {
  switch (service.kind) {
    case 'lognormal':
      return normalTail(3 * Math.sqrt(Math.log1p(service.cv2)));
    case 'pareto':
      return service.alpha > 3 ? 2 ** (-service.alpha / (service.alpha - 3)) : 0;
    default:
      return 1;
  }
}

/** The probability that a standard normal is above that, from 0 up (P.-S. Laplace's continued fraction). */
function normalTail(value: number): number {
  let below = value;
  for (let level = DEPTH; level > 0; level--) below = value + level / Math.max(below, 1e-9);
  return Math.min(0.5, Math.exp(-(value ** 2) / 2) / Math.sqrt(2 * Math.PI) / below);
}
