import { normal } from '../../workload/normal.js';
import type { ServiceDistribution } from '../../workload/service-times.js';
import type { SimulationSettings } from './settings.js';

/** How often those services are to come in one run. */
const TIMES = 30;

/**
 * Requests until the long services have come that make half of the third moment. It decides how far a mean's error is from normal: without
 * them a run of many short services looks calm, and its interval is too narrow and too low. Where backends share themselves
 * among their requests, a long one keeps nobody waiting.
 *
 * @param settings - of services that have a third moment: of Pareto's those of an index above 3
 */
export function requestsForRareServices(
  settings: Pick<SimulationSettings, 'service' | 'discipline'>,
): number {
  const { service, discipline } = settings;
  return discipline === 'ps' ? 0 : TIMES / rareShare(service);
}

/** The share of the services that are longer than half of the third moment is of. */
function rareShare(service: ServiceDistribution): number {
  switch (service.kind) {
    case 'lognormal':
      return normal(-3 * Math.sqrt(Math.log1p(service.cv2)));
    case 'pareto':
      return 2 ** (-service.alpha / (service.alpha - 3));
    default:
      return 1;
  }
}
